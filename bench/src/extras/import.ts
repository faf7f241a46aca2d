import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CopiedSeason } from "../limits/copied-season.js";
import { tableOf } from "../report/markdown.js";
import { findProgram, versionOf } from "../runner/programs.js";
import type { BenchDatabase, BenchServer } from "../runner/server.js";
import { readServerUse } from "../runner/server-meter.js";
import { median } from "../runner/statistics.js";

const execute = promisify(execFile);
const leastRatio = 0.7;
const mostMegabytes = 200;

/** The season of 2020, in a folder next to the project, because its games are not part of the project. */
const defaultFolder = "../shared/data/2020";

interface Imported {
  readonly games: number;
  readonly plays: number;
  readonly problems: readonly string[];
  readonly seconds: number;
  /** CPU time of the importing process, in seconds. */
  readonly cpu: number;
  /** The most memory that it had. */
  readonly megabytes: number;
}

interface Round {
  readonly seconds: number;
  readonly clientCpu: number;
  readonly serverCpu: number;
  readonly wal: number;
  readonly megabytes?: number;
}

/**
 * Measures the import of a season's event files, compared with psql's `\copy` of the rows that it stores into the same tables.
 */
export async function measureImport(
  server: BenchServer,
  { rounds }: { readonly rounds: number },
  given = defaultFolder,
): Promise<string> {
  const folder = resolve(given);
  if (!existsSync(folder)) throw new Error(`${folder} is missing: name a folder of event files.`);
  const psql = await findProgram("psql");
  if (psql === undefined) throw new Error("psql is not installed (Debian: postgresql-client).");
  const database = await server.createDatabase("import");
  const load = loadavg()[0]?.toFixed(1);
  const first = await imported(database, folder);
  if (first.problems.length > 0) throw new Error(`The import has problems: ${first.problems.join("; ")}`);
  const season = await CopiedSeason.of(database, psql);
  const imports: Round[] = [];
  const copies: Round[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const importing = async () => {
        const { seconds, cpu: clientCpu, megabytes } = await imported(database, folder);
        return { seconds, clientCpu, megabytes };
      };
      const copying = async () => {
        const { seconds, cpu: clientCpu } = await season.copyIn();
        return { seconds, clientCpu };
      };
      // Neither is always the first.
      const turns = [async () => imports.push(await measured(database, importing))];
      turns[round % 2 === 0 ? "unshift" : "push"](async () => copies.push(await measured(database, copying)));
      for (const turn of turns) await turn();
      console.error(roundText(round, imports.at(-1) as Round, copies.at(-1) as Round));
    }
  } finally {
    await season.remove();
  }
  const head = `${first.games} games with ${first.plays} plays, ${rounds} rounds in turn, ${cpus().length} processors, load ${load} at the beginning. ${server.version}, ${await versionOf(psql)}, Node ${process.versions.node}.`;
  return [head, verdict(imports, copies), table(first.plays, imports, copies)].join("\n\n");
}

/** Runs in a separate process, so that its memory can be measured. */
async function imported({ url }: BenchDatabase, folder: string): Promise<Imported> {
  const main = fileURLToPath(new URL("import-process.js", import.meta.url));
  const { stdout } = await execute(process.execPath, [main, url, folder]);
  return JSON.parse(stdout) as Imported;
}

async function measured<Measured extends object>(
  { pool }: BenchDatabase,
  run: () => Promise<Measured>,
): Promise<Measured & { serverCpu: number; wal: number }> {
  await pool.query("truncate games cascade");
  await pool.query("checkpoint");
  const before = await readServerUse(pool);
  const result = await run();
  const after = await readServerUse(pool);
  const serverCpu = ((after.cpu ?? Number.NaN) - (before.cpu ?? Number.NaN)) / 1e6;
  return { ...result, serverCpu, wal: after.wal - before.wal };
}

const roundText = (round: number, imported: Round, copied: Round) =>
  `Round ${round + 1}: import ${imported.seconds.toFixed(1)} s, \\copy ${copied.seconds.toFixed(1)} s.`;

function verdict(imports: readonly Round[], copies: readonly Round[]): string {
  // Computed for each round, because its two runs are close to each other in time.
  const ratio = median(imports.map(({ seconds }, round) => (copies[round] as Round).seconds / seconds));
  const megabytes = Math.max(...imports.map((round) => round.megabytes ?? Number.NaN));
  const word = (isMet: boolean) => (isMet ? "met" : "**missed**");
  return `The import reaches ${ratio.toFixed(2)} of the speed of \\copy; target at least ${leastRatio}: ${word(ratio >= leastRatio)}. Peak memory ${megabytes.toFixed(0)} MB; target under ${mostMegabytes}: ${word(megabytes < mostMegabytes)}.`;
}

function table(plays: number, imports: readonly Round[], copies: readonly Round[]): string {
  const row = (title: string, rounds: readonly Round[]) => {
    const middle = (of: (round: Round) => number) => median(rounds.map(of));
    const seconds = middle((round) => round.seconds);
    return [
      ...[title, `${Math.round(plays / seconds)}`, seconds.toFixed(1)],
      ...[middle((round) => round.clientCpu).toFixed(1), middle((round) => round.serverCpu).toFixed(1)],
      `${Math.round(middle((round) => round.wal) / 2 ** 20)}`,
      rounds[0]?.megabytes === undefined ? "" : middle((round) => round.megabytes as number).toFixed(0),
    ];
  };
  const head = ["", "plays/s", "seconds", "client CPU s", "server CPU s", "log MB", "peak memory MB"];
  return tableOf(head, [
    row("import of the event files", imports),
    row("psql \\copy of the same rows", copies),
  ]);
}
