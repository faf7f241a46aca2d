import { expect, it } from "vitest";
import {
  ConnectionLostError,
  DatabaseOperations,
  type Scope,
  SessionClosedError,
  TransactionAbortedError,
} from "../../src/index.js";
import { faultBench } from "../support/fault-bench.js";
import { stateAfter } from "../support/fault-ways.js";
import { strike } from "../support/faults.js";
import { newPlay, stageGame } from "../support/game-fixtures.js";
import { rejectionOf } from "../support/sample-inputs.js";

const bench = faultBench();

for (const [moment, label] of [
  ["request", "savepoint"],
  ["answer", "savepoint"],
  ["request", "savePlay"],
  ["answer", "savePlay"],
  ["request", "release"],
  ["answer", "release"],
] as const) {
  it(`a savepoint does not protect against a lost connection at the ${moment} of ${label}`, async () => {
    const { database, proxy } = await bench().open();
    const game = await stageGame(database);
    await using session = await database.session();
    await new DatabaseOperations(session).updateGameState(game.gameId, stateAfter);
    proxy.trap(moment, label, (link) => strike("cut", link, bench().admin));
    const work = (scope: Scope) => new DatabaseOperations(scope).savePlay(newPlay(game));

    expect(await rejectionOf(session.savepoint(work))).toBeInstanceOf(ConnectionLostError);
    expect(await rejectionOf(session.savepoint(work))).toBeInstanceOf(SessionClosedError);
    const aborted = await rejectionOf(session.commit());
    expect(aborted).toBeInstanceOf(TransactionAbortedError);
    expect((aborted as Error).cause).toBeInstanceOf(ConnectionLostError);
    expect(session.state).toBe("rolledBack");
    expect(session.signal.aborted).toBe(true);

    const loaded = await bench().elsewhere.loadGameState(game.gameId);
    expect({ plays: loaded?.plays, version: loaded?.game.stateVersion }).toEqual({ plays: [], version: 0 });
    await database.transaction((again) => again.savepoint(work));
    expect(await bench().elsewhere.getPlays(game.gameId)).toHaveLength(1);
  });
}
