import { afterAll, beforeAll, expect, test } from "vitest";
import {
  Database,
  DatabaseOperations,
  type DugoutError,
  newGameId,
  TransactionAbortedError,
} from "../../../src/index.js";
import { newPlay, stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { queryAlone } from "../../support/raw-sql.js";
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

test("an answer is described to each connection once, and is the same without", async () => {
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

test("a statement whose columns were changed is described anew, on a connection that has not prepared it", async () => {
  await using database = await at().open({ poolSize: 1 });
  const operations = new DatabaseOperations(database);
  const { gameId } = await stageGame(database);
  await operations.createGameSession({ gameId, stateSnapshot: { outs: 2 } });
  expect(await operations.getGameSession(gameId)).toMatchObject({ stateSnapshot: { outs: 2 } });
  await using other = await at().open();
  const retype = (type: string) =>
    queryAlone(
      other,
      `alter table game_sessions alter state_snapshot type ${type} using state_snapshot::${type}`,
    );
  await retype("json");
  expect(await operations.getGameSession(gameId)).toMatchObject({ stateSnapshot: { outs: 2 } });
  await retype("jsonb");
  expect(await operations.getGameSession(gameId)).toMatchObject({ stateSnapshot: { outs: 2 } });
});

test("of statements sent together the one that fails is told why, prepared or not, and not those behind it", async () => {
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
