import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createGames, playsPerGame } from "../data/dataset.js";
import type { Slot } from "../data/play.js";
import { tableOf } from "../report/markdown.js";
import type { BenchServer } from "../runner/server.js";

const execute = promisify(execFile);
const megabyte = 2 ** 20;
const target = 20;

interface Sample {
  readonly recorded: number;
  readonly rss: number;
  readonly heapUsed: number;
}

/** Measures the memory of one process over many recorded plays, from the first tenth, when it is warm, to the last. */
export async function measureEndurance(server: BenchServer, plays: number): Promise<string> {
  const { url, pool } = await server.createDatabase("endurance");
  const slots: Slot[] = [];
  while (slots.length * playsPerGame < plays) slots.push(...(await createGames(pool, 500)));
  slots.length = Math.ceil(plays / playsPerGame);
  const folder = await mkdtemp(join(tmpdir(), "dugout-endurance-"));
  try {
    const file = join(folder, "slots.json");
    await writeFile(file, JSON.stringify(slots));
    const main = fileURLToPath(new URL("endurance-process.js", import.meta.url));
    const { stdout } = await execute(process.execPath, ["--expose-gc", main, url, file]);
    return report(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Sample),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

function report(samples: readonly Sample[]): string {
  const [first, last] = [samples[0], samples.at(-1)] as [Sample, Sample];
  const growth = (key: "rss" | "heapUsed") => (last[key] - first[key]) / megabyte;
  const verdict = growth("rss") < target ? "met" : "**missed**";
  const rows = samples.map(({ recorded, rss, heapUsed }) => [
    `${recorded}`,
    (rss / megabyte).toFixed(1),
    (heapUsed / megabyte).toFixed(1),
  ]);
  return [
    `One process, ${last.recorded} plays: resident memory grew by ${growth("rss").toFixed(1)} MB, the heap by ${growth("heapUsed").toFixed(1)} MB; target under ${target} MB: ${verdict}.`,
    tableOf(["plays", "resident MB", "heap MB"], rows),
  ].join("\n\n");
}
