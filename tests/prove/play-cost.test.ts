import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { recordGame } from "../../src/import/game-file/record-game.js";
import { Database, DatabaseOperations } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { newWorldSeriesGame } from "../support/partial-games.js";
import { PostgresServer } from "../support/postgres-server.js";
import { queryAlone } from "../support/raw-sql.js";

/** The number of real games that are played at once, so that the written pages are as far apart as in a season. */
const games = 200;
const poolSize = 8;

// The values that docs/scaling.md uses. Full-page writes after a checkpoint are excluded, because their number depends on the
// time between checkpoints; the page accounts for them separately.
let server: PostgresServer;
let client: pg.Client;
let database: Database;

beforeAll(async () => {
  const settings = [
    "full_page_writes=off",
    "max_wal_size=16GB",
    "checkpoint_timeout=1h",
    "track_io_timing=off",
  ];
  server = await PostgresServer.create(settings);
  database = await Database.open(server.url(), { poolSize });
  await migrate(database);
  client = new pg.Client(server.url());
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await database?.close();
  await server?.dispose();
});

async function row(text: string): Promise<Record<string, number>> {
  const { rows } = await client.query(text);
  return Object.fromEntries(Object.entries(rows[0]).map(([name, value]) => [name, Number(value)]));
}

async function written(): Promise<number> {
  return (await row("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as bytes")).bytes ?? 0;
}

/** Reads the log's position before and after each play, so that substitutions are excluded. */
class Metered extends DatabaseOperations {
  readonly plays: number[] = [];

  override async recordPlay(...given: Parameters<DatabaseOperations["recordPlay"]>) {
    const before = await written();
    const recorded = await super.recordPlay(...given);
    this.plays.push((await written()) - before);
    return recorded;
  }
}

const average = (numbers: readonly number[]) =>
  Math.round(numbers.reduce((sum, number) => sum + number, 0) / numbers.length);

it("a play's cost in storage and in log, in real games", async () => {
  const files = await Promise.all(Array.from({ length: games + 3 }, newWorldSeriesGame));
  const before = await written();
  const operations = new DatabaseOperations(database);
  await Promise.all(files.slice(3).map((file) => recordGame(operations, file)));
  const playsPerGame = files[0]?.plays.length ?? 0;
  const plays = games * playsPerGame;
  const log = (await written()) - before;
  const metered = new Metered(database);
  for (const file of files.slice(0, 3)) await recordGame(metered, file);
  await client.query("vacuum analyze");
  console.log(`${games} games at once, ${playsPerGame} plays each`);
  for (const table of ["plays", "games", "lineups", "roster_links"]) {
    const size = await row(
      `select pg_relation_size('${table}') as rows, pg_indexes_size('${table}') as indexes,
         (select count(*) from ${table}) as count`,
    );
    const each = (part: string) => Math.round((size[part] ?? 0) / (size.count ?? 1));
    console.log(
      `${table}: ${each("rows")} bytes a row, ${each("indexes")} in its indexes; ${size.count} rows`,
    );
    expect(size.count).toBeGreaterThan(0);
  }
  const hot = await row(
    "select n_tup_hot_upd * 100 / n_tup_upd as share from pg_stat_user_tables where relname = 'games'",
  );
  console.log(
    `log: ${average(metered.plays)} bytes by recordPlay, ${Math.round(log / plays)} a play with all of its game`,
  );
  console.log(`updates of games without an index entry: ${hot.share} %`);
  const [memory] = await queryAlone(
    database,
    "select sum(total_bytes)::int / 1024 as kib from pg_backend_memory_contexts",
  );
  console.log(`memory of a connection that has recorded games: ${memory?.kib} KiB of its own`);
}, 600_000);
