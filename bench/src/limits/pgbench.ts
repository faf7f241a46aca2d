import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { runTimed } from "../runner/programs.js";
import type { Figures, RunRequest, WorkName } from "../runner/protocol.js";
import { percentile } from "../runner/statistics.js";
import type { Runnable } from "../runner/worker-process.js";
import { type PgbenchWay, scriptOf } from "./pgbench-script.js";

let runs = 0;

/** The limit of the machine and the server: the same prepared SQL, sent by a program that does nothing else. */
export class Pgbench implements Runnable {
  readonly name: string;
  readonly title: string;
  readonly #program: string;
  readonly #way: PgbenchWay;
  #url = "";

  constructor(program: string, way: PgbenchWay) {
    this.#program = program;
    this.#way = way;
    this.name = `pgbench-${way.replaceAll(/\W+/g, "-")}`;
    this.title = `pgbench, ${way}`;
  }

  async open(url: string): Promise<readonly WorkName[]> {
    this.#url = this.#way === "one statement, keys only" ? await withKeysOnly(url) : url;
    return ["recordPlay"];
  }

  async run(request: RunRequest): Promise<Figures> {
    const folder = await mkdtemp(join(tmpdir(), "dugout-pgbench-"));
    try {
      const { text, variables } = scriptOf(this.#way);
      await writeFile(join(folder, "script"), text);
      const run = await this.#provideSlots(request.slots);
      const length =
        request.operations === undefined
          ? ["-T", `${Math.ceil(request.warmUp + (request.seconds ?? 1))}`]
          : ["-t", `${request.operations}`];
      const { cpu } = await runTimed(this.#program, [
        ...["-n", "-M", "prepared", "-f", join(folder, "script"), "-l", "--log-prefix", join(folder, "log")],
        ...["-c", `${request.slots.length}`, "-j", `${Math.min(request.slots.length, cpus().length)}`],
        ...["-D", "n=200", "-D", "seq=-1", "-D", `run=${run}`],
        ...Object.entries(variables).flatMap(([name, value]) => ["-D", `${name}=${value}`]),
        ...length,
        this.#url,
      ]);
      return figuresOf(await readLog(folder), request, cpu);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  async close(): Promise<void> {}

  async end(): Promise<void> {}

  async #provideSlots(slots: RunRequest["slots"]): Promise<number> {
    runs += 1;
    const client = new pg.Client({ connectionString: this.#url });
    await client.connect();
    try {
      await client.query(
        `create table if not exists bench_slots (run int, client int, seq int, game_id uuid, first_lineup_id bigint,
           primary key (run, client, seq))`,
      );
      const rows = slots.flatMap((own, number) =>
        own.map((slot, seq) => ({ run: runs, client: number, seq, ...slot })),
      );
      await client.query(
        `insert into bench_slots select run, client, seq, "gameId", "firstLineupId" from json_to_recordset($1)
           as slot (run int, client int, seq int, "gameId" uuid, "firstLineupId" bigint)`,
        [JSON.stringify(rows)],
      );
      if (this.#way === "one statement, keys only") {
        await client.query("insert into games select * from public.games on conflict do nothing");
      }
    } finally {
      await client.end();
    }
    return runs;
  }
}

/**
 * Creates tables with the same columns and a primary key, but no other index, foreign key or CHECK, to measure what only
 * storing a play costs the server.
 *
 * @returns the URL with which these tables are found first
 */
async function withKeysOnly(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create schema if not exists keys_only;
      create table if not exists keys_only.games (like public.games including defaults, primary key (id));
      create table if not exists keys_only.plays (like public.plays including defaults including identity including generated,
        primary key (game_id, play_number))`);
  } finally {
    await client.end();
  }
  const own = new URL(url);
  own.searchParams.set("options", "-csearch_path=keys_only,public");
  return own.href;
}

/** When each transaction ended, and how long it took, in microseconds, in the order of their ends. */
async function readLog(folder: string): Promise<{ at: number; took: number }[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith("log"));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return texts
    .flatMap((text) => text.trim().split("\n"))
    .map((line) => {
      const [, , took, , seconds, micros] = line.split(" ").map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      return { at: 1e6 * seconds + micros, took };
    })
    .toSorted((one, other) => one.at - other.at);
}

function figuresOf(
  log: readonly { at: number; took: number }[],
  { warmUp }: RunRequest,
  cpu: number,
): Figures {
  const [first] = log;
  if (first === undefined) throw new Error("pgbench did nothing");
  const start = first.at + 1e6 * warmUp;
  const measured = log.filter(({ at }) => at > start);
  const sorted = measured.map(({ took }) => took / 1_000).toSorted((one, other) => one - other);
  const elapsed = ((log.at(-1)?.at ?? start) - start) / 1e6;
  return {
    operations: measured.length,
    perSecond: measured.length / elapsed,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    cpu: (1e6 * cpu) / log.length,
    memory: null,
  };
}
