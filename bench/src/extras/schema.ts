import { createGames, playsPerGame } from "../data/dataset.js";
import { playsOfLoadedGame, type Slot } from "../data/play.js";
import { tableOf } from "../report/markdown.js";
import type { Options } from "../runner/options.js";
import type { BenchDatabase, BenchServer } from "../runner/server.js";
import { readServerUse } from "../runner/server-meter.js";
import { median } from "../runner/statistics.js";
import type { Runnable } from "../runner/worker-process.js";
import { gamesOfBatch } from "../worker/works.js";

/** The last migration before the rules of each table became one CHECK that calls a function. */
const lastWithSingleChecks = "017_feed_version_of_lineups";

const dropConstraints = (types: string) => `
  do $$ declare it record; begin
    for it in select conrelid::regclass as owner, conname from pg_constraint
      where contype in (${types}) and connamespace = 'public'::regnamespace
      order by contype = 'f' desc
    loop execute format('alter table %s drop constraint %I', it.owner, it.conname); end loop;
  end $$`;

const dropIndexes = `
  do $$ declare it record; begin
    for it in select indexrelid::regclass as name from pg_index
      where not indisprimary and indrelid in ('public.games'::regclass, 'public.plays'::regclass, 'public.lineups'::regclass)
    loop execute format('drop index %s', it.name); end loop;
  end $$`;

/** The current schema and those with which it is compared: the same tables with other rules. */
const schemas = [
  { name: "now", title: "as it is", changes: [] },
  { name: "single", title: "a CHECK for each rule, as before", to: lastWithSingleChecks, changes: [] },
  { name: "unchecked", title: "without CHECKs", changes: [dropConstraints("'c'")] },
  {
    name: "keys",
    title: "primary keys only",
    changes: [dropConstraints("'c', 'f', 'u'"), dropIndexes],
  },
] as const;
type SchemaName = (typeof schemas)[number]["name"];

interface Run {
  readonly perSecond: number;
  /** CPU of the server per operation, in microseconds; NaN if the system does not report it. */
  readonly cpu: number;
  readonly wal: number;
}

interface Measurement {
  readonly title: string;
  readonly subject: Runnable;
  readonly work: "recordPlay" | "insertPlays";
  readonly clients: number;
}

/** Measures what the rules and indexes of the schema cost: `recordPlay` and COPY on each form of it, in turn, on one server. */
export async function measureSchema(
  server: BenchServer,
  [recorder, copier]: readonly [Runnable, Runnable],
  options: Options,
): Promise<string> {
  const databases = new Map<SchemaName, BenchDatabase>();
  for (const schema of schemas) {
    const database = await server.createDatabase(schema.name, "to" in schema ? schema.to : undefined);
    for (const change of schema.changes) await database.pool.query(change);
    databases.set(schema.name, database);
  }
  const measurements: readonly Measurement[] = [
    ...options.clients.map((clients) => ({
      ...{ title: `recordPlay, ${clients === 1 ? "1 client" : `${clients} clients`}`, clients },
      ...{ subject: recorder, work: "recordPlay" as const },
    })),
    { title: "COPY of 810 plays", subject: copier, work: "insertPlays", clients: 1 },
  ];
  const tables: string[] = [];
  for (const measurement of measurements) {
    const runs: Record<SchemaName, Run[]> = { now: [], single: [], unchecked: [], keys: [] };
    for (let round = 0; round < options.rounds; round += 1) {
      // Each round begins with another form, so that none always comes after the same one.
      for (const { name } of [
        ...schemas.slice(round % schemas.length),
        ...schemas.slice(0, round % schemas.length),
      ]) {
        const { warmUp, firstWarmUp } = options;
        const length = { seconds: options.seconds, warmUp: round === 0 ? firstWarmUp : warmUp };
        runs[name].push(await measure(databases.get(name) as BenchDatabase, measurement, length));
      }
    }
    tables.push(`### ${measurement.title}\n\n${table(runs)}`);
    console.log(tables.at(-1));
  }
  return tables.join("\n\n");
}

async function measure(
  { url, pool }: BenchDatabase,
  { subject, work, clients }: Measurement,
  { seconds, warmUp }: { seconds: number; warmUp: number },
): Promise<Run> {
  await pool.query("vacuum analyze");
  await pool.query("checkpoint");
  await subject.open(url, clients);
  const run = async (duration: number) => {
    const slots = await slotsFor(pool, work, clients, duration);
    const before = await readServerUse(pool);
    const figures = await subject.run({ do: "run", work, slots, seconds: duration, warmUp: 0 });
    const after = await readServerUse(pool);
    return {
      figures,
      cpu: (after.cpu ?? Number.NaN) - (before.cpu ?? Number.NaN),
      wal: after.wal - before.wal,
    };
  };
  await run(warmUp);
  const { figures, cpu, wal } = await run(seconds);
  await subject.close();
  return { perSecond: figures.perSecond, cpu: cpu / figures.operations, wal: wal / figures.operations };
}

/** More games than any run fills. */
async function slotsFor(
  pool: BenchDatabase["pool"],
  work: Measurement["work"],
  clients: number,
  seconds: number,
): Promise<Slot[][]> {
  const games =
    work === "recordPlay"
      ? Math.ceil((seconds * Math.min(5_000, 16_000 / clients)) / playsPerGame) + 1
      : gamesOfBatch * (1 + Math.ceil((seconds * 120_000) / (gamesOfBatch * playsOfLoadedGame)));
  const created = await createGames(pool, clients * games);
  return Array.from({ length: clients }, (_, client) => created.slice(client * games, (client + 1) * games));
}

function table(runs: Readonly<Record<SchemaName, readonly Run[]>>): string {
  const rows = schemas.map(({ name, title }) => {
    const middle = (of: (run: Run) => number) => median(runs[name].map(of));
    // Computed for each round, because its four runs are close to each other in time.
    const ratio = (of: (run: Run) => number) =>
      median(runs[name].map((run, round) => of(runs.now[round] as Run) / of(run)));
    return [
      ...[title, `${Math.round(middle((run) => run.perSecond))}`, ratio((run) => run.perSecond).toFixed(2)],
      ...[`${Math.round(middle((run) => run.cpu))}`, ratio((run) => run.cpu).toFixed(2)],
      `${Math.round(middle((run) => run.wal))}`,
    ];
  });
  const head = ["schema", "per second", "now / it", "server CPU us", "now / it", "log bytes"];
  return tableOf(head, rows);
}
