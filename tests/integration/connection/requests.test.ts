import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Database,
  DatabaseOperations,
  DugoutError,
  StatementRefusedError,
  TransactionAbortedError,
} from "../../../src/index.js";
import { newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { query, queryAlone } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let testDatabase: TestDatabase;
let game: StagedGame;
/** With one connection, on which nothing was prepared before. */
let database: Database;
let firstProcess: unknown;

const processId = async () => (await queryAlone(database, "select pg_backend_pid() as id"))[0]?.id;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await using setUp = await testDatabase.open();
  game = await stageGame(setUp);
});
afterAll(() => testDatabase.drop());

describe("statements of one request", () => {
  beforeEach(async () => {
    database = await testDatabase.open({ poolSize: 1 });
    firstProcess = await processId();
    return () => database.close();
  });

  /** The connection was not lost, nor replaced, and nothing is open on it. */
  async function expectSameConnection(): Promise<void> {
    expect(database.figures).toMatchObject({ open: 1, idle: 1 });
    expect(await processId()).toBe(firstProcess);
  }

  it("are answered each with its own rows, in the order of the calls", async () => {
    await database.transaction(async (session) => {
      const answers = await Promise.all(
        ["select 1 as one", "select where false", "", "values (2, 'b'), (3, 'c')", "set local role none"].map(
          (text) => query(session, text),
        ),
      );
      expect(answers).toEqual([
        [{ one: 1 }],
        [],
        [],
        [
          { column1: 2, column2: "b" },
          { column1: 3, column2: "c" },
        ],
        [],
      ]);
    });
    await expectSameConnection();
  });

  it("after one that fails are not run, and report it", async () => {
    const outcomes = await database
      .transaction(async (session) => {
        const calls = [
          query(session, "create temporary table kept () on commit drop"),
          query(session, "select 1 / 0"),
          query(session, "select pg_sleep(600)"),
        ];
        return Promise.allSettled(calls).then((settled) => {
          throw settled;
        });
      })
      .catch((settled: PromiseSettledResult<unknown>[]) => settled);
    const [created, failed, behind] = outcomes as PromiseSettledResult<unknown>[];
    expect(created?.status).toBe("fulfilled");
    expect((failed as PromiseRejectedResult).reason.message).toMatch(/division by zero/);
    expect((behind as PromiseRejectedResult).reason).toBeInstanceOf(TransactionAbortedError);
    await expectSameConnection();
  });

  it("that would have been prepared after a failed one are prepared when they are called again", async () => {
    const calling = database.transaction(async (session) => {
      const operations = new DatabaseOperations(session);
      await Promise.all([query(session, "select 1 / 0"), operations.getPlays(game.gameId)]);
    });
    expect(await refusalOf(calling)).toBeInstanceOf(Error);
    expect(await new DatabaseOperations(database).getPlays(game.gameId)).toEqual([]);
    await expectSameConnection();
  });

  it("that are prepared, and then refused, are prepared again at their next call", async () => {
    const operations = new DatabaseOperations(database);
    const play = newPlay(game);
    for (let time = 0; time < 2; time += 1) {
      const refusal = await refusalOf(operations.savePlay({ ...play, batterId: 2 ** 40 }));
      expect(refusal).toBeInstanceOf(DugoutError);
    }
    await operations.savePlay(play);
    expect(await operations.getPlays(game.gameId)).toHaveLength(1);
    await expectSameConnection();
  });

  it("are refused before anything is sent when a value of theirs has no text", async () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    await using session = await database.session();
    const refusal = await refusalOf(session.run((db) => db.execute(sql`select ${circular}`)));
    expect(refusal).toBeInstanceOf(StatementRefusedError);
    expect(refusal.message).toMatch(/circular/);
    await session.rollback();
    await expectSameConnection();
  });

  it("may be given more time than a timer can count", async () => {
    const patient = { statementTimeout: 2 ** 31 - 1 };
    await using endless = await testDatabase.open({ poolSize: 1, ...patient });
    expect(await queryAlone(endless, "select 1 as one")).toEqual([{ one: 1 }]);
    const one = await database.transaction((session) => query(session, "select 1 as one"), patient);
    expect(one).toEqual([{ one: 1 }]);
  });

  it("that would COPY from the client are refused, and no call waits for data", async () => {
    await using session = await database.session();
    const refusal = await refusalOf(query(session, "copy games from stdin"));
    expect(refusal).toBeInstanceOf(StatementRefusedError);
    expect(refusal.message).toMatch(/COPY FROM STDIN has no data to read here/);
    await session.rollback();
    await expectSameConnection();
  });

  it("after one that would COPY from the client close the connection, and no call waits for data", async () => {
    await using session = await database.session();
    const calls = [query(session, "copy games from stdin"), query(session, "select 1")];
    for (const { status } of await Promise.allSettled(calls)) expect(status).toBe("rejected");
    await session.rollback();
    expect(await queryAlone(database, "select 3 as three")).toEqual([{ three: 3 }]);
  });
});
