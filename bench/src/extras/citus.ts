import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import pg from "pg";
import { Database, DatabaseOperations } from "../../../src/index.js";
import { migrate } from "../../../src/migrations.js";
import { CitusServer, citusWorkers } from "../../../tests/support/citus-server.js";
import { newPlay, type StagedGame, stageGame } from "../../../tests/support/game-fixtures.js";
import { administer, databaseUrl, newDatabaseName } from "../../../tests/support/server-databases.js";
import { countWorkerCommands, reportingCommands } from "../../../tests/support/worker-commands.js";
import { tableOf } from "../report/markdown.js";
import type { Options } from "../runner/options.js";
import { median } from "../runner/statistics.js";

/** The folder of the checkout in which the benchmark runs, because the compiled benchmark has no migrations next to it. */
const folder = "migrations";

const works = ["recordPlay", "savePlay"] as const;
type Work = (typeof works)[number];

/** Clients for each way to reach the games, with the data folders of the servers that then work. */
interface Place {
  readonly title: string;
  readonly url: string;
  readonly folders: readonly string[];
  readonly databases: readonly Database[];
  /** The database on which a game is played. */
  databaseOf(gameId: string): Promise<Database>;
}

interface Run {
  readonly perSecond: number;
  /** CPU of the servers beyond what they use when idle, in microseconds a play; NaN where it cannot be read. */
  readonly cpu: number;
  /** The part of the first server, which is the coordinator of a cluster. */
  readonly firstCpu: number;
}

/** Measures recordPlay and savePlay on a cluster, compared with one plain server on the same machine. */
export async function measureCitus(options: Options): Promise<string> {
  const { CITUS_DATABASE_URL: cluster, CITUS_PLAIN_DATABASE_URL: plain } = process.env;
  if (cluster === undefined || plain === undefined || citusWorkers.length === 0) {
    throw new Error(
      "Give a cluster and a plain server on this machine: CITUS_DATABASE_URL, CITUS_WORKERS (host:port,host:port) and CITUS_PLAIN_DATABASE_URL.",
    );
  }
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const places = await openPlaces(ends, cluster, plain);
    return `${await compared(places, options)}\n\n${await workerCommands(cluster)}`;
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

async function compared(places: readonly Place[], options: Options): Promise<string> {
  const {
    clients: [clients = 1],
    seconds,
    rounds,
  } = options;
  const runs = new Map<string, Run[]>();
  for (let round = 0; round < rounds; round += 1) {
    // A new connection's server process plans everything for the first time, on a coordinator and on each worker behind it.
    const warmUp = round === 0 ? options.firstWarmUp : options.warmUp;
    for (const work of works) {
      for (const place of places) {
        const key = `${work}, ${place.title}`;
        const run = await measure(place, work, { clients, seconds, warmUp });
        runs.set(key, [...(runs.get(key) ?? []), run]);
      }
    }
  }
  const rows = works.flatMap((work) =>
    places.map(({ title }) => {
      const of = (name: string, value: (run: Run) => number) =>
        median((runs.get(`${work}, ${name}`) ?? []).map(value));
      const [rate, cpu] = [of(title, (run) => run.perSecond), of(title, (run) => run.cpu)];
      const [plainRate, plainCpu] = [of("plain", (run) => run.perSecond), of("plain", (run) => run.cpu)];
      return [
        ...[work, title, `${Math.round(rate)}`, (rate / plainRate).toFixed(2)],
        ...[`${Math.round(cpu)}`, (cpu / plainCpu).toFixed(2)],
        title === "plain" ? "" : `${Math.round(of(title, (run) => run.firstCpu))}`,
      ];
    }),
  );
  const heads = [
    "",
    "where",
    "plays/s",
    "of plain",
    "server CPU, us a play",
    "times plain",
    "of it the coordinator",
  ];
  const fsync = await settingOf(places[0]?.url ?? "", "fsync");
  return `${clients} clients, ${rounds} rounds of ${seconds} s, all servers on this machine and its one disk, fsync ${fsync}.\n\n${tableOf(heads, rows)}`;
}

/** The commands that the coordinator sends to a worker for a play, by kind. */
async function workerCommands(cluster: string): Promise<string> {
  const server = await CitusServer.create();
  try {
    const url = await server.createDatabase();
    await using database = await Database.open(url, { options: reportingCommands, poolSize: 1 });
    await migrate(database, { folder, distributed: "citus" });
    const lines: string[] = [];
    for (const work of works) {
      const record = recorderOf(work, await stageGame(database), database);
      await record(1);
      using commands = countWorkerCommands();
      await record(2);
      lines.push(`${work}: ${commands.sent.map((command) => /^\w+/.exec(command)?.[0]).join(", ")}`);
    }
    return `Commands to workers for a play, by ${new URL(cluster).host}: ${lines.join("; ")}.`;
  } finally {
    await server.dispose();
  }
}

async function openPlaces(
  ends: (() => Promise<unknown>)[],
  cluster: string,
  plain: string,
): Promise<Place[]> {
  const server = await CitusServer.create();
  ends.push(() => server.dispose());
  const coordinator = await server.createDatabase();
  const nodes = citusWorkers.map((host) => Object.assign(new URL(coordinator), { host }).href);
  const name = newDatabaseName();
  await administer(plain, `create database ${name}`);
  ends.push(() => administer(plain, `drop database ${name} with (force)`));
  const alone = databaseUrl(plain, name);

  const open = async (url: string) => {
    const database = await Database.open(url, { poolSize: 64 });
    ends.push(() => database.close());
    return database;
  };
  const onPlain = await open(alone);
  const onCluster = await open(coordinator);
  await migrate(onPlain, { folder });
  await migrate(onCluster, { folder, distributed: "citus" });
  const onNodes = await Promise.all(nodes.map(open));

  const client = new pg.Client(coordinator);
  await client.connect();
  ends.push(() => client.end());
  const nodeOf = async (gameId: string) => {
    const { rows } = await client.query<{ node: string }>(
      `select nodename || ':' || nodeport as node from citus_shards
       where shardid = get_shard_id_for_distribution_column('games', $1::uuid)`,
      [gameId],
    );
    const index = citusWorkers.indexOf(rows[0]?.node ?? "");
    return onNodes[index] ?? onCluster;
  };
  const folders = await Promise.all([cluster, ...nodes].map(folderOf));
  return [
    {
      ...{ title: "plain", url: alone, folders: [await folderOf(alone)], databases: [onPlain] },
      databaseOf: async () => onPlain,
    },
    {
      ...{ title: "by the coordinator", url: coordinator, folders, databases: [onCluster] },
      databaseOf: async () => onCluster,
    },
    { ...{ title: "by the game's node", url: coordinator, folders, databases: onNodes }, databaseOf: nodeOf },
  ];
}

const folderOf = (url: string) => settingOf(url, "data_directory");

async function settingOf(url: string, name: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ value: string }>("select current_setting($1) as value", [name]);
  await client.end();
  return rows[0]?.value ?? "";
}

async function measure(
  place: Place,
  work: Work,
  { clients, seconds, warmUp }: { clients: number; seconds: number; warmUp: number },
): Promise<Run> {
  const staging = place.databases[0] as Database;
  const first = place.folders.slice(0, 1);
  const idle = await idleCpuOf(place.folders);
  const games = await Promise.all(Array.from({ length: clients }, () => stageGame(staging)));
  const recorders = await Promise.all(
    games.map(async (game) => recorderOf(work, game, await place.databaseOf(game.gameId))),
  );
  let isOver = false;
  let count = 0;
  const all = Promise.all(
    recorders.map(async (record) => {
      for (let playNumber = 1; !isOver; playNumber += 1) {
        await record(playNumber);
        count += 1;
      }
    }),
  );
  await Promise.race([all, wait(warmUp)]);
  const [before, cpuBefore, firstBefore] = [count, cpuOf(place.folders), cpuOf(first)];
  const began = performance.now();
  await Promise.race([all, wait(seconds)]);
  const [plays, took] = [count - before, performance.now() - began];
  const [cpu, firstCpu] = [cpuOf(place.folders) - cpuBefore, cpuOf(first) - firstBefore];
  isOver = true;
  await all;
  const beyondIdle = (cpu - (idle * took) / 1_000) / plays;
  return { perSecond: (plays / took) * 1_000, cpu: beyondIdle, firstCpu: firstCpu / plays };
}

function recorderOf(work: Work, game: StagedGame, database: Database) {
  const operations = new DatabaseOperations(database);
  return (playNumber: number): Promise<unknown> => {
    const play = newPlay(game, { playNumber });
    if (work === "savePlay") return operations.savePlay(play);
    const state = { inning: 1, half: "top" as const, homeScore: 0, awayScore: playNumber % 100 };
    return operations.recordPlay(play, state);
  };
}

const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time * 1_000));

/** The CPU that idle servers use, in microseconds per second: Citus runs a background process for each database. */
async function idleCpuOf(folders: readonly string[]): Promise<number> {
  const seconds = 2;
  const before = cpuOf(folders);
  await wait(seconds);
  return (cpuOf(folders) - before) / seconds;
}

const ticksPerSecond = 100;

/** The CPU that the processes of these servers have used so far, in microseconds; NaN where there is no /proc. */
function cpuOf(folders: readonly string[]): number {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && folders.includes(cwdOf(name) ?? ""))
      .reduce((sum, process) => sum + ticksOf(process) * (1_000_000 / ticksPerSecond), 0);
  } catch {
    return Number.NaN;
  }
}

function cwdOf(process: string): string | undefined {
  try {
    return readlinkSync(`/proc/${process}/cwd`);
  } catch {
    // The process has ended, or belongs to another user.
    return undefined;
  }
}

function ticksOf(process: string): number {
  try {
    const fields = readFileSync(`/proc/${process}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}
