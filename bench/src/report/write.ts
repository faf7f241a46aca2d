import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { Options } from "../runner/options.js";
import type { Measured } from "../runner/rounds.js";
import type { Subjects } from "../runner/subjects.js";
import { markdownOf } from "./markdown.js";
import { resultsOf } from "./results.js";
import { targetResults } from "./targets.js";

const bench = new URL("../../../../", import.meta.url);

/** Writes bench/results/results.md and .json, and on request the page of the documentation. */
export async function writeReport(
  measured: Measured,
  subjects: Subjects,
  server: { readonly version: string },
  options: Options,
): Promise<void> {
  const results = resultsOf(measured, subjects, server, options);
  const targets = targetResults(measured);
  const text = markdownOf(results, targets);
  await save("results", { ...results, targets, measured }, text);
  if (options.publishes) await publish("results", text);
  console.log(text);
}

/** Puts a result beside the others. */
export async function save(name: string, results: object, text: string): Promise<void> {
  const folder = new URL("results/", bench);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL(`${name}.json`, folder), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(new URL(`${name}.md`, folder), `${text}\n`);
}

/** Puts a text between its two marks in docs/performance.md. */
export async function publish(name: string, text: string): Promise<void> {
  const page = new URL("../docs/performance.md", bench);
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const present = await readFile(page, "utf8");
  const [before, rest] = present.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined)
    throw new Error(`docs/performance.md has no place for ${name}: ${begin} ... ${end}`);
  await writeFile(page, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}
