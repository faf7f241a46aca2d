import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  Database,
  DatabaseOperations,
  forgetKnown,
  type GameStatus,
  markAsKnown,
  recoverGame,
  verifyGame,
} from "../../../src/index.js";
import { migrate, migrateDown } from "../../../src/migrations.js";
import { battingTotals, boxScore } from "../../../src/stats.js";
import { everyOperation } from "../../support/every-operation.js";
import { fullGame } from "../../support/full-game.js";
import { newGame, newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { withClient } from "../../support/plain-client.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

const neededStatus: Readonly<Record<string, GameStatus>> = {
  startGame: "pending",
  resumeGame: "paused",
};

const orders = ["before the first migration", "after the migrations"] as const;

describe.each(orders)("roles that the example makes %s", (order) => {
  const names = { owner: "", application: "", reader: "" };
  let server: TestDatabase;
  let text: string;
  let application: Database;
  let reader: Database;

  const openAs = (role: keyof typeof names) => {
    const url = new URL(server.url);
    url.username = names[role];
    url.password = "secret";
    return Database.open(url.href);
  };
  const asSuperuser = (sql: string) => withClient(server.url, (client) => client.query(sql));

  beforeAll(async () => {
    server = await createTestDatabase({ empty: true });
    const suffix = new URL(server.url).pathname.slice(1);
    for (const role of Object.keys(names) as (keyof typeof names)[]) names[role] = `${role}_${suffix}`;
    const example = await readFile(new URL("../../../examples/roles.sql", import.meta.url), "utf8");
    // Roles are the whole server's: each test has its own.
    text = example.replaceAll(
      /dugout_(owner|application|reader)/g,
      (_, role: keyof typeof names) => names[role],
    );
    // Nothing that PostgreSQL gives to everybody by itself is needed.
    await asSuperuser("alter default privileges revoke execute on functions from public");
    if (order === "after the migrations") {
      await using database = await server.open();
      await migrate(database);
    }
    await asSuperuser(text);
    for (const role of Object.values(names)) await asSuperuser(`alter role ${role} login password 'secret'`);
    await asSuperuser(
      `alter default privileges for role ${names.owner} revoke execute on functions from public`,
    );
    if (order === "before the first migration") {
      await using database = await openAs("owner");
      await migrate(database);
    }
    await asSuperuser(text);
    application = await openAs("application");
    reader = await openAs("reader");
  });

  afterAll(async () => {
    await application?.close();
    await reader?.close();
    for (const role of Object.values(names)) await asSuperuser(`drop owned by ${role} cascade`);
    for (const role of Object.values(names)) await asSuperuser(`drop role ${role}`);
    await server?.drop();
  });

  /** A game that has one of everything. */
  async function furnishedGame(): Promise<StagedGame> {
    const game = await stageGame(application);
    const operations = new DatabaseOperations(application);
    for (const playNumber of [1, 2, 3]) await operations.savePlay(newPlay(game, { playNumber }));
    await operations.createGameSession({ gameId: game.gameId });
    return game;
  }

  async function gameWithLineups(): Promise<StagedGame> {
    const { gameId, home } = await fullGame(new DatabaseOperations(application));
    return { gameId, pitcherId: home.P } as StagedGame;
  }

  test.each(Object.entries(everyOperation))("the application may %s", async (name, call) => {
    const operations = new DatabaseOperations(application);
    const game = name === "substitute" ? await gameWithLineups() : await furnishedGame();
    const pd = (await operations.createGame(newGame({ leagueId: "pd" }))).id;
    const status = neededStatus[name] ?? "active";
    if (status !== "pending") await operations.updateGameState(game.gameId, { ...state, status });
    await call(operations, game, pd);
  });

  test("the application may recover games and read statistics, and so may the reader", async () => {
    const { gameId } = await furnishedGame();
    for (const database of [application, reader]) {
      expect(await recoverGame(database, gameId)).not.toBeNull();
      await boxScore(database, gameId);
      await battingTotals(database);
    }
  });

  test("the application may mark a game's findings as known, and remove the marks", async () => {
    const { gameId } = await furnishedGame();
    const marked = await markAsKnown(application, gameId, { reason: "a game of a test" });
    expect(marked).not.toEqual([]);
    expect(await verifyGame(reader, gameId)).toEqual([]);
    expect(await forgetKnown(application, gameId)).toBe(marked.length);
  });

  test("the owner owns every table and view that migrations made", async () => {
    const others = await asSuperuser(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
         and pg_get_userbyid(relowner) <> '${names.owner}'
         and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')`,
    );
    expect(others.rows).toEqual([]);
  });

  test("the reader writes nothing, and the application does not touch the schema or its history", async () => {
    const game = await furnishedGame();
    const written = new DatabaseOperations(reader).savePlay(newPlay(game, { playNumber: 4 }));
    await expect(written).rejects.toThrow(/permission denied for table (plays|games)/);
    const refused = [
      "create table mine ()",
      "drop table plays",
      "alter table plays add a int",
      "truncate plays",
      "delete from dugout_migrations",
    ];
    for (const sql of refused) {
      const result = application.withClient((client) => client.query(sql));
      await expect(result, sql).rejects.toThrow(/permission denied|must be owner/);
    }
  });

  test("the owner migrates down and up, and the application continues", async () => {
    {
      await using owner = await openAs("owner");
      await migrateDown(owner, { to: "-4" });
      await migrate(owner);
    }
    await using again = await openAs("application");
    const game = await stageGame(again);
    await new DatabaseOperations(again).savePlay(newPlay(game));
  });
});
