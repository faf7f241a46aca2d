import { afterAll, beforeAll, expect, it } from "vitest";
import {
  ConnectionLostError,
  Database,
  DatabaseOperations,
  DugoutError,
  TransactionAbortedError,
} from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { freeze } from "../support/frozen-processes.js";
import { newPlay, stageGame } from "../support/game-fixtures.js";
import { PostgresServer } from "../support/postgres-server.js";
import { rejectionOf } from "../support/sample-inputs.js";
import { expectNothingUnhandled } from "../support/unhandled.js";

/** A statement's limit and five seconds are 5.5; four times that would be 22. */
const statementTimeout = 500;
const muchLonger = 15_000;

let server: PostgresServer;

expectNothingUnhandled();
beforeAll(async () => {
  server = await PostgresServer.create();
  await using database = await Database.open(server.url());
  await migrate(database);
});
afterAll(() => server?.dispose());

it("calls made together on a server that froze are reported after one limit, not one each", async () => {
  const database = await Database.open(server.url(), { statementTimeout, connectTimeout: 2_000 });
  const game = await stageGame(database);
  const session = await database.session();
  const operations = new DatabaseOperations(session);
  await operations.getPlays(game.gameId);
  const letGo = await freeze(server.processId);
  try {
    const began = Date.now();
    const calls = [
      operations.savePlay(newPlay(game)),
      operations.getPlays(game.gameId),
      operations.getActiveLineup(game.gameId, 11),
      operations.loadGameState(game.gameId),
    ];
    const errors = await Promise.all(calls.map(rejectionOf));
    expect(Date.now() - began).toBeLessThan(muchLonger);
    for (const error of errors) {
      const reason = error instanceof TransactionAbortedError ? error.cause : error;
      expect(reason).toBeInstanceOf(ConnectionLostError);
    }
    expect(await rejectionOf(new DatabaseOperations(database).getPlays(game.gameId))).toBeInstanceOf(
      DugoutError,
    );
  } finally {
    letGo();
  }
  await session.close();
  await new DatabaseOperations(database).savePlay(newPlay(game));
  await database.close();
});

it("an idle connection to a frozen server delays a caller by at most the time to connect", async () => {
  const database = await Database.open(server.url(), { connectTimeout: 3_000 });
  const game = await stageGame(database);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const letGo = await freeze(server.processId);
  try {
    const began = Date.now();
    const refusal = await rejectionOf(new DatabaseOperations(database).savePlay(newPlay(game)));
    expect(refusal).toMatchObject({ code: "CONNECTION_FAILED", retryable: true });
    expect(Date.now() - began).toBeLessThan(muchLonger);
  } finally {
    letGo();
  }
  await new DatabaseOperations(database).savePlay(newPlay(game));
  await database.close();
});
