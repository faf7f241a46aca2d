import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  Database,
  DatabaseOperations,
  EmbeddedDatabaseInUseError,
  newGameId,
  PoolExhaustedError,
} from "../../../src/index.js";
import { migrate } from "../../../src/migrations.js";
import { insist } from "../../support/insist.js";
import { rejectionOf } from "../../support/sample-inputs.js";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "dugout-embedded-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(parent, { recursive: true, force: true });
});

const game = { leagueId: "sba", homeTeamId: 1, awayTeamId: 2 } as const;

test("a folder keeps its data when it is closed and opened again, and is open once at a time", async () => {
  const folder = join(parent, "made", "by", "opening");
  const gameId = newGameId();
  {
    await using database = await Database.open(`pglite:${folder}`);
    await migrate(database);
    await new DatabaseOperations(database).createGame({ ...game, gameId, metadata: { a: ["é", null] } });

    await symlink(folder, join(parent, "other-name"));
    for (const name of [folder, `${folder}/../opening/`, join(parent, "other-name")]) {
      const refused = (await rejectionOf(Database.open(`pglite:${name}`))) as EmbeddedDatabaseInUseError;
      expect(refused, name).toBeInstanceOf(EmbeddedDatabaseInUseError);
      expect(refused.message).toMatch(
        /^This process has the embedded database in .* open\. Only one at a time/,
      );
    }
    expect(await new DatabaseOperations(database).loadGameState(gameId)).not.toBeNull();
  }
  await using again = await Database.open(`pglite:${folder}`);
  const loaded = await new DatabaseOperations(again).loadGameState(gameId);
  expect(loaded?.game).toMatchObject({ id: gameId, metadata: { a: ["é", null] } });
  expect(await migrate(again)).toEqual([]);
});

test("databases in memory are independent, whatever port the environment names", async () => {
  vi.stubEnv("PGPORT", "6000");
  vi.stubEnv("PGHOST", "db.example.org");
  await using one = await Database.open("pglite:memory");
  await migrate(one);
  const { id } = await new DatabaseOperations(one).createGame(game);
  expect(await new DatabaseOperations(one).loadGameState(id)).not.toBeNull();

  await using other = await Database.open("pglite:memory");
  const missing = await rejectionOf(new DatabaseOperations(other).loadGameState(id));
  expect(missing).toMatchObject({ code: "SCHEMA_MISSING" });
  await migrate(other);
  expect(await new DatabaseOperations(other).loadGameState(id)).toBeNull();
});

test("an embedded database has one connection, and the error after a long wait says so", async () => {
  await using database = await Database.open("pglite:memory", { poolSize: 10, connectTimeout: 200 });
  expect(database.figures.limit).toBe(1);
  await using session = await insist(() => database.session());
  expect(session.state).toBe("open");
  expect(await rejectionOf(database.session())).toBeInstanceOf(PoolExhaustedError);
});
