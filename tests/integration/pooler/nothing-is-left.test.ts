import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  ConfigurationError,
  ConnectionFailedError,
  Database,
  DatabaseOperations,
  StatementCancelledError,
} from "../../../src/index.js";
import { migrate, stampRevision } from "../../../src/migrations.js";
import { everyOperation } from "../../support/every-operation.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { describeBehindPgBouncer, PgBouncer } from "../../support/pgbouncer.js";
import { withClient } from "../../support/plain-client.js";
import { isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { untilNotRunning, untilRunning } from "../../support/server-activity.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

/** The session state that outlives a transaction on the server's connection. */
const leftBehind = `
  select current_setting('statement_timeout') as statements, current_setting('lock_timeout') as locks,
    current_setting('idle_in_transaction_session_timeout') as idle, current_setting('search_path') as path,
    (select count(*)::int from pg_prepared_statements) as prepared,
    (select count(*)::int from pg_listening_channels()) as listening,
    (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as advisory,
    (select count(*)::int from pg_class where relpersistence = 't') as temporary`;

describeBehindPgBouncer("behind a PgBouncer with one connection to the server", () => {
  let server: TestDatabase;
  let pooler: PgBouncer;
  const open = (parameters = "") => Database.open(`${pooler.urlOf(server.url)}?prepare=false${parameters}`);

  beforeAll(async () => {
    pooler = await PgBouncer.start({ poolSize: 1 });
    server = await createTestDatabase();
  });
  afterAll(async () => {
    await server?.drop();
    await pooler?.dispose();
  });

  test("the next client finds nothing that Dugout's operations left on its connection", async () => {
    const look = () => withClient(pooler.urlOf(server.url), (client) => client.query(leftBehind));
    const before = (await look()).rows;
    await using database = await open("&lock_timeout=5s&statement_timeout=1234");
    const operations = new DatabaseOperations(database);
    const sba = await stageGame(database);
    const pd = (await operations.createGame(newGame({ leagueId: "pd" }))).id;
    for (const call of Object.values(everyOperation)) await call(operations, sba, pd).catch(() => {});
    await refusalOf(database.transaction((session) => query(session, "select 1 / 0")));
    expect((await look()).rows).toEqual(before);
  });

  test("a single operation is ended at the statement's time limit, and stores nothing", async () => {
    await using database = await open("&statement_timeout=1s");
    await using elsewhere = await server.open();
    const gameId = await write(elsewhere);
    await using holder = await elsewhere.session();
    await query(holder, `select from games where id = '${gameId}' for update`);
    const refusal = await refusalOf(new DatabaseOperations(database).startGame(gameId));
    expect(refusal).toBeInstanceOf(StatementCancelledError);
    await holder.rollback();
    const loaded = await new DatabaseOperations(elsewhere).loadGameState(gameId);
    expect(loaded?.game.status).toBe("pending");
    expect(await isStored(database, gameId)).toBe(true);
  });

  test("a single operation waits for a lock no longer than lock_timeout allows", async () => {
    await using database = await open("&lock_timeout=50");
    await using elsewhere = await server.open();
    const gameId = await write(elsewhere);
    await using holder = await elsewhere.session();
    await query(holder, `select from games where id = '${gameId}' for update`);
    const refusal = await refusalOf(new DatabaseOperations(database).startGame(gameId));
    expect(refusal.message).toContain("lock_timeout");
  });

  test("an abort cancels the running statement, and no other client's", async () => {
    await using database = await open();
    await using elsewhere = await server.open();
    const controller = new AbortController();
    await using session = await database.session({ signal: controller.signal });
    const refusing = refusalOf(query(session, "select pg_sleep(66)"));
    await untilRunning(elsewhere, "pg_sleep(66)");
    // It waits for the only connection, and has it next.
    const next = write(database);
    controller.abort();
    expect(await refusing).toBeInstanceOf(StatementCancelledError);
    await untilNotRunning(elsewhere, "pg_sleep(66)");
    await session.close();
    expect(await isStored(elsewhere, await next)).toBe(true);
  });

  test("hundreds of operations from several pools share it, and each is done once", async () => {
    const databases = await Promise.all([open(), open(), open()]);
    const game = await stageGame(databases[0]);
    const saved = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        new DatabaseOperations(databases[index % 3]).savePlay(newPlay(game, { playNumber: index + 1 })),
      ),
    );
    const stored = await new DatabaseOperations(databases[0]).getPlays(game.gameId);
    expect(stored.map(({ id }) => id)).toEqual(saved);
    for (const database of databases) await database.close();
  });

  test("without prepare=false the pooler refuses the connection, and the error says what to add", async () => {
    const refusal = await refusalOf(Database.open(pooler.urlOf(server.url)));
    expect(refusal).toBeInstanceOf(ConnectionFailedError);
    expect(refusal.message).toMatch(/a pooler .* refuses \w+: add prepare=false to the URL\.$/);
    expect(refusal.cause).toBeInstanceOf(pg.DatabaseError);
  });

  test("migrations are refused, and nothing is run", async () => {
    await using database = await open();
    for (const work of [migrate(database), stampRevision(database, "head")]) {
      const refusal = await rejectionOf(work);
      expect(refusal).toBeInstanceOf(ConfigurationError);
      expect((refusal as Error).message).toContain("DATABASE_MIGRATION_URL");
    }
  });
});
