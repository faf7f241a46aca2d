import { afterAll, beforeAll, expect, test } from "vitest";
import {
  Database,
  DatabaseOperations,
  type DugoutError,
  newGameId,
  StatementOutdatedError,
  TransactionAbortedError,
} from "../../../src/index.js";
import { newPlay, stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { queryAlone } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { WireCounter } from "../../support/wire-counter.js";

const at = serverDatabase();
let counter: WireCounter;

beforeAll(async () => {
  counter = await WireCounter.start(at().url);
});

afterAll(() => counter.close());

const openCounted = () => Database.open(counter.url, { poolSize: 1 });

async function bytesReceived(work: () => Promise<unknown>): Promise<number> {
  counter.reset();
  await work();
  return counter.counts.bytesReceived;
}

test("an answer is described once per connection, and is the same without a description", async () => {
  await using database = await at().open({ poolSize: 1 });
  const game = await stageGame(database);
  await new DatabaseOperations(database).savePlay(newPlay(game));
  for (const _connection of [1, 2]) {
    await using counted = await openCounted();
    const read = () => new DatabaseOperations(counted).getPlaysWithPlayers(game.gameId);
    const first = await bytesReceived(read);
    const second = await bytesReceived(read);
    expect(second).toBeLessThan(first / 2);
    expect(await read()).toEqual(await new DatabaseOperations(database).getPlaysWithPlayers(game.gameId));
  }
});

test("an answer without rows is described too", async () => {
  await using database = await openCounted();
  const operations = new DatabaseOperations(database);
  const nobody = newGameId();
  expect(await operations.getPlays(nobody)).toEqual([]);
  const game = await stageGame(database);
  await operations.savePlay(newPlay(game, { diceRoll: "6-6" }));
  expect(await operations.getPlays(game.gameId)).toMatchObject([{ playNumber: 1, diceRoll: "6-6" }]);
});

const retype = (database: Database, type: string) =>
  queryAlone(
    database,
    // The CHECK calls a function with the column's type as its parameter.
    `alter table game_sessions drop constraint if exists game_sessions_state_snapshot_object,
      alter state_snapshot type ${type} using state_snapshot::${type}`,
  );

test("a statement whose columns were changed is prepared and described again", async () => {
  await using database = await at().open({ poolSize: 1 });
  const operations = new DatabaseOperations(database);
  const { gameId } = await stageGame(database);
  await operations.createGameSession({ gameId, stateSnapshot: { outs: 2 } });
  expect(await operations.getGameSession(gameId)).toMatchObject({ stateSnapshot: { outs: 2 } });
  await using other = await at().open();
  await retype(other, "json");
  expect(await operations.getGameSession(gameId)).toMatchObject({ stateSnapshot: { outs: 2 } });
  await retype(other, "jsonb");
  expect(await operations.getGameSession(gameId)).toMatchObject({ stateSnapshot: { outs: 2 } });
});

test("a session that runs an outdated statement gets an error, and a transaction runs again", async () => {
  await using database = await at().open({ poolSize: 1 });
  await using other = await at().open();
  const { gameId } = await stageGame(database);
  let attempts = 0;
  const read = () =>
    database.transaction((session, attempt) => {
      attempts = attempt;
      return new DatabaseOperations(session).getGameSession(gameId);
    });
  const readByHand = async () => {
    await using session = await database.session();
    return await new DatabaseOperations(session).getGameSession(gameId);
  };
  const process = () => queryAlone(database, "select pg_backend_pid()");
  expect(await read()).toBeNull();
  const before = await process();
  await retype(other, "json");
  try {
    const refusal = await refusalOf(readByHand());
    expect(refusal).toBeInstanceOf(StatementOutdatedError);
    expect(refusal.retryable).toBe(true);
    expect(await readByHand()).toBeNull();
    await retype(other, "jsonb");
    expect(await read()).toBeNull();
    expect(attempts).toBe(2);
    expect(await process()).toEqual(before);
  } finally {
    await retype(other, "jsonb");
  }
});

test("single operations do not notice a changed statement, even if every connection of a pool had prepared it", async () => {
  await using database = await at().open({ poolSize: 3 });
  await using other = await at().open();
  const { gameId } = await stageGame(database);
  const operations = new DatabaseOperations(database);
  const sessions = await Promise.all([1, 2, 3].map(() => database.session()));
  for (const session of sessions) await session.close();
  const readOnAll = () => Promise.all([1, 2, 3].map(() => operations.getGameSession(gameId)));
  await readOnAll();
  expect(database.figures.open).toBe(3);
  await retype(other, "json");
  try {
    expect(await operations.getGameSession(gameId)).toBeNull();
    expect(await readOnAll()).toEqual([null, null, null]);
  } finally {
    await retype(other, "jsonb");
  }
});

test("a connection prepares its statements again after they were deallocated", async () => {
  await using database = await at().open({ poolSize: 1 });
  const { gameId } = await stageGame(database);
  const operations = new DatabaseOperations(database);
  const readTwo = () =>
    database.transaction(async (session) => {
      await new DatabaseOperations(session).getPlays(gameId);
      await new DatabaseOperations(session).getGameSession(gameId);
    });
  await readTwo();
  await queryAlone(database, "deallocate all");
  expect(await operations.getPlays(gameId)).toEqual([]);
  await readTwo();
});

test("of statements sent together, the failed one has the error, prepared or not, and not the later ones", async () => {
  await using database = await at().open({ poolSize: 1 });
  const { gameId } = await stageGame(database);
  const codes: Record<string, string> = {};
  const outcome = database.transaction(async (session) => {
    const calls = {
      failing: session.run((db) => db.execute("select 1 / 0")),
      prepared: new DatabaseOperations(session).getPlays(gameId),
      last: session.run((db) => db.execute("select 1")),
    };
    const noted = Object.entries(calls).map(([name, call]) =>
      call.catch((error: DugoutError) => {
        codes[name] = error.code;
      }),
    );
    await Promise.all(noted);
  });
  await expect(outcome).rejects.toThrow(TransactionAbortedError);
  expect(codes).toEqual({
    failing: "DATA_REFUSED",
    prepared: "TRANSACTION_ABORTED",
    last: "TRANSACTION_ABORTED",
  });
});
