import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { Options } from "../runner/options.js";
import type { Measured } from "../runner/rounds.js";
import type { Subjects } from "../runner/subjects.js";
import { markdownOf } from "./markdown.js";
import { resultsOf } from "./results.js";
import { summaryOf } from "./summary.js";
import { targetResults } from "./targets.js";

const bench = new URL("../../../../", import.meta.url);

/** Writes the tables, and on request the summary in the documentation. */
export async function writeReport(
  measured: Measured,
  subjects: Subjects,
  server: { readonly version: string },
  options: Options,
): Promise<void> {
  const results = resultsOf(measured, subjects, server, options);
  const targets = targetResults(measured);
  const text = markdownOf(results, targets);
  if (options.publishes) await publishSummary(summaryOf(results));
  await save("results", { ...results, targets, measured }, { text, options });
  console.log(text);
}

/** Writes a result as Markdown and JSON to bench/results/local/, or with `--publish` to bench/results/, which is committed. */
export async function save(
  name: string,
  results: object,
  { text, options }: { readonly text: string; readonly options: Options },
): Promise<void> {
  const folder = new URL(options.publishes ? "results/" : "results/local/", bench);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL(`${name}.json`, folder), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(new URL(`${name}.md`, folder), `${text}\n`);
}

const [begin, end] = ["<!-- summary: begin -->", "<!-- summary: end -->"];

/** Replaces the summary in each page that shows it. */
async function publishSummary(text: string): Promise<void> {
  for (const page of ["../README.md", "../docs/performance.md"]) {
    const url = new URL(page, bench);
    const present = await readFile(url, "utf8");
    const [before, rest] = present.split(begin);
    const after = rest?.split(end)[1];
    if (after === undefined) throw new Error(`${page} has no place for the summary: ${begin} ... ${end}`);
    await writeFile(url, `${before}${begin}\n\n${text}\n\n${end}${after}`);
  }
}
