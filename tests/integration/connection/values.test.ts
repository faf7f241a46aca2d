import { eq, sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  Database,
  DatabaseOperations,
  games,
  type Play,
  recoverGame,
  UnreadableValueError,
} from "../../../src/index.js";
import { migrate, migrationStatus } from "../../../src/migrations.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { withClient } from "../../support/plain-client.js";
import { readPaths } from "../../support/read-paths.js";
import { refusalOf } from "../../support/refusals.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let served: TestDatabase;
beforeAll(async () => {
  served = await createTestDatabase();
});
afterAll(() => served.drop());

/** Everything that pg lets a program change for all of its connections. */
function changeGlobals(): () => void {
  const parsers = Object.values(pg.types.builtins).map((oid) => [oid, pg.types.getTypeParser(oid)] as const);
  const defaults = { ...pg.defaults };
  for (const [oid] of parsers) pg.types.setTypeParser(oid, () => "changed");
  Object.assign(pg.defaults, { binary: true, parseInputDatesAsUTC: true, user: "nobody", options: "-c x=y" });
  vi.stubEnv("PGBINARY", "1");
  vi.stubEnv("PGREPLICATION", "database");
  vi.stubEnv("PGCLIENT_ENCODING", "LATIN1");
  return () => {
    for (const [oid, parse] of parsers) pg.types.setTypeParser(oid, parse);
    Object.assign(pg.defaults, defaults);
    vi.unstubAllEnvs();
  };
}

describe("a program's settings for all connections of pg have no effect", () => {
  test.each(["a server's", "an embedded database's"])("of %s", async (kind) => {
    const restore = changeGlobals();
    try {
      await using database = await Database.open(kind === "a server's" ? served.url : "pglite:memory");
      if (kind !== "a server's") await migrate(database);
      const operations = new DatabaseOperations(database);
      const startedAt = new Date("2024-07-04T19:05:33.123Z");
      const game = await stageGame(database, newGame({ startedAt, metadata: { a: 1 } }));
      const play = newPlay(game, { wpa: 0.25, playMetadata: { b: [true] } });
      const id = await operations.savePlay(play);
      expect(await operations.savePlay(play)).toBe(id);
      for (const { read } of readPaths) {
        const [stored] = (await read(operations, game.gameId)) as [Play];
        expect(stored).toMatchObject({ id, inning: 1, wpa: 0.25, playMetadata: { b: [true] } });
        expect(stored.createdAt).toBeInstanceOf(Date);
      }
      expect(await recoverGame(database, game.gameId)).toMatchObject({ lastPlay: { id, wpa: 0.25 } });
      const [found] = await database.transaction((session) =>
        session.run((db) => db.select().from(games).where(eq(games.id, game.gameId))),
      );
      expect(found).toMatchObject({ startedAt, metadata: { a: 1 }, homeTeamId: 11 });
      const applied = (await migrationStatus(database)).revisions.map(({ appliedAt }) => appliedAt);
      for (const time of applied) expect(time).toBeInstanceOf(Date);
    } finally {
      restore();
    }
  });
});

test("an infinite time is an error that names the column and the row, however it is read", async () => {
  await using database = await served.open();
  const operations = new DatabaseOperations(database);
  const game = await stageGame(database);
  await operations.savePlay(newPlay(game));
  await withClient(served.url, (client) =>
    client.query("update plays set created_at = 'infinity' where game_id = $1", [game.gameId]),
  );
  for (const { name, read } of readPaths) {
    const error = (await rejectionOf(read(operations, game.gameId))) as UnreadableValueError;
    expect([name, error.constructor]).toEqual([name, UnreadableValueError]);
    expect(error.message).toMatch(/infinity/i);
    expect(error.message).toMatch(/column (created_at|createdAt) of the row/);
    expect(error.message).toContain(game.gameId);
  }
  const run = database.transaction((session) => session.run((db) => db.query.plays.findMany()));
  expect(await refusalOf(run)).toBeDefined();
  const raw = database.transaction((session) =>
    session.run((db) => db.execute(sql`select game_id, created_at from plays where created_at = 'infinity'`)),
  );
  expect(await rejectionOf(raw)).toBeInstanceOf(UnreadableValueError);
});

test("when a migration was applied is the same in every time zone", async () => {
  const { pathname } = new URL(served.url);
  const before = await statusOf();
  const fresh = await createTestDatabase({ empty: true });
  await withClient(fresh.url, (client) =>
    client.query(`alter database ${new URL(fresh.url).pathname.slice(1)} set timezone to 'Asia/Tokyo'`),
  );
  {
    const began = Date.now();
    await using database = await fresh.open();
    await migrate(database);
    const [first] = (await migrationStatus(database)).revisions;
    expect(first?.appliedAt?.getTime()).toBeGreaterThan(began - 60_000);
    expect(first?.appliedAt?.getTime()).toBeLessThan(Date.now() + 60_000);
  }
  await fresh.drop();
  await withClient(served.url, (client) =>
    client.query(`alter database ${pathname.slice(1)} set timezone to 'Asia/Tokyo'`),
  );
  expect(await statusOf()).toEqual(before);
});

async function statusOf() {
  await using database = await served.open();
  return await migrationStatus(database);
}

test("a schema is named by an option, by the URL and by PGOPTIONS", async () => {
  await withClient(served.url, (client) => client.query('create schema "my league"'));
  await using database = await served.open({ schema: "my league" });
  await migrate(database);
  await stageGame(database);
  for (const parameters of ["schema=my%20league", "options=-c%20search_path%3D%22my%5C%20league%22"]) {
    for (const prepare of [true, false]) {
      await using named = await Database.open(`${served.url}?${parameters}&prepare=${prepare}`);
      expect((await new DatabaseOperations(named).listGames()).games).toHaveLength(1);
    }
  }
  vi.stubEnv("PGOPTIONS", '-c search_path="my\\ league"');
  await using byEnvironment = await served.open();
  vi.unstubAllEnvs();
  expect((await new DatabaseOperations(byEnvironment).listGames()).games).toHaveLength(1);
});

test("a statement with a NUL is refused before it is sent", async () => {
  await using database = await served.open();
  const run = database.transaction((session) => session.run((db) => db.execute(sql.raw("select 1\0"))));
  expect(await rejectionOf(run)).toMatchObject({ code: "STATEMENT_REFUSED" });
});
