import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { playColumns, playFields } from "../data/columns.js";
import { playOf, playsOfLoadedGame, type WholePlay } from "../data/play.js";
import { runTimed } from "../runner/programs.js";
import type { Figures, RunRequest, WorkName } from "../runner/protocol.js";
import type { Runnable } from "../runner/worker-process.js";
import { gamesOfBatch } from "../worker/works.js";

/** The limit of bulk loading: psql's `\copy` of a file. */
export class PsqlCopy implements Runnable {
  readonly name = "psql-copy";
  readonly title = "psql \\copy";
  readonly #program: string;
  #url = "";

  constructor(program: string) {
    this.#program = program;
  }

  async open(url: string): Promise<readonly WorkName[]> {
    this.#url = url;
    return ["insertPlays"];
  }

  async run({ slots, operations }: RunRequest): Promise<Figures> {
    const folder = await mkdtemp(join(tmpdir(), "dugout-copy-"));
    // As many games as are wanted, in what the others call operations.
    const games = (slots[0] ?? []).slice(0, gamesOfBatch * (operations ?? 20));
    try {
      const file = join(folder, "plays.csv");
      const lines = games.flatMap((slot) =>
        Array.from({ length: playsOfLoadedGame }, (_, index) => lineOf(playOf(slot, index + 1))),
      );
      await writeFile(file, lines.join(""));
      const copy = `\\copy plays (${playColumns.join(", ")}) from '${file}' (format csv)`;
      const { output, cpu } = await runTimed(this.#program, [
        ...["-X", this.#url, "-c", "\\timing on", "-c", copy],
      ]);
      const seconds = Number(/Time: ([\d.]+) ms/.exec(output)?.[1]) / 1_000;
      const batches = games.length / gamesOfBatch;
      return {
        operations: batches,
        perSecond: batches / seconds,
        p50: (1_000 * seconds) / batches,
        p99: (1_000 * seconds) / batches,
        cpu: (1e6 * cpu) / batches,
        memory: null,
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  async close(): Promise<void> {}

  async end(): Promise<void> {}
}

function lineOf(play: WholePlay): string {
  return `${playFields.map((field) => cell(play[field as keyof WholePlay])).join(",")}\n`;
}

function cell(value: unknown): string {
  if (value === null) return "";
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return `"${text.replaceAll('"', '""')}"`;
}
