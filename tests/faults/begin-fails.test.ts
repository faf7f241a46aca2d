import { expect, it } from "vitest";
import {
  ConnectionLostError,
  DatabaseOperations,
  type DugoutError,
  StatementCancelledError,
  StatementFailedError,
  TransactionAbortedError,
} from "../../src/index.js";
import { deferred } from "../support/deferred.js";
import { faultBench, type ProxiedDatabase } from "../support/fault-bench.js";
import { stateAfter } from "../support/fault-ways.js";
import { until, untilIdle } from "../support/faults.js";
import { newPlay, type StagedGame, stageGame } from "../support/game-fixtures.js";
import type { ProxyLink } from "../support/proxy-link.js";
import { rejectionOf } from "../support/sample-inputs.js";
import { errorResponse, extendedQueries, readyForQuery } from "../support/wire-messages.js";

/** A way for BEGIN to fail, and the error that the caller gets. */
interface Failure {
  readonly name: string;
  readonly expected: new (...given: never[]) => DugoutError;
  readonly strike: (link: ProxyLink) => unknown;
}

const failures: readonly Failure[] = [
  {
    name: "the server refuses it",
    expected: StatementFailedError,
    strike: (link) => link.answer(errorResponse("25000", "no transaction today"), readyForQuery("I")),
  },
  {
    name: "a late cancel request hits it",
    expected: StatementCancelledError,
    strike: (link) =>
      link.answer(errorResponse("57014", "canceling statement due to user request"), readyForQuery("I")),
  },
  {
    name: "it begins a transaction and then fails",
    expected: StatementFailedError,
    strike: (link) =>
      link.inject(
        "begin, and more",
        extendedQueries({ text: "begin" }, { text: "select no_such_function()" }),
      ),
  },
  {
    name: "the server ends the connection instead",
    expected: ConnectionLostError,
    strike(link) {
      link.answer(errorResponse("57P01", "terminating connection", "FATAL"));
      link.cut();
    },
  },
];

const bench = faultBench();

/** Neither the play nor the state is stored, and no statement after the BEGIN reached the server. */
async function expectNothingDone(game: StagedGame, reached: readonly { link: unknown }[]): Promise<void> {
  const loaded = await bench().elsewhere.loadGameState(game.gameId);
  expect(loaded?.plays).toEqual([]);
  expect(loaded?.game.stateVersion).toBe(0);
  expect(reached.map(({ link }) => link)).toEqual(reached.map(() => undefined));
}

async function expectUsable({ database, applicationName }: ProxiedDatabase, game: StagedGame): Promise<void> {
  expect(database.figures.open - database.figures.idle).toBe(0);
  const operations = new DatabaseOperations(database);
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => operations.savePlay(newPlay(game, { playNumber: index + 1 }))),
  );
  expect(await bench().elsewhere.getPlays(game.gameId)).toHaveLength(20);
  await untilIdle(applicationName, bench().admin);
}

for (const { name, expected, strike } of failures) {
  /** A handle with a next BEGIN that fails in this way, and a watch for statements that are executed after it. */
  const prepared = async () => {
    const handle = await bench().open();
    const game = await stageGame(handle.database);
    handle.proxy.trap("request", "begin", (link) => {
      strike(link);
      return "drop";
    });
    const slips = ["savePlay", "updateGameState", "commit"];
    return { handle, game, reached: slips.map((label) => handle.proxy.trap("request", label, () => {})) };
  };

  it(`when ${name}, nothing that was called behind BEGIN is executed`, async () => {
    const { handle, game, reached } = await prepared();
    const failure = await rejectionOf(
      handle.database.transaction(async (session) => {
        const operations = new DatabaseOperations(session);
        await Promise.all([
          operations.savePlay(newPlay(game)),
          operations.updateGameState(game.gameId, stateAfter),
        ]);
      }),
    );
    // Of two calls that are refused together, either may be reported first; the second names the failure of the first.
    const { cause } = failure as DugoutError;
    expect([failure, cause].some((error) => error instanceof expected)).toBe(true);
    expect(cause).toBeInstanceOf(Error);
    await expectNothingDone(game, reached);
    await expectUsable(handle, game);
  });

  it(`when ${name}, a session whose caller continues regardless does not commit`, async () => {
    const { handle, game, reached } = await prepared();
    await using session = await handle.database.session();
    const operations = new DatabaseOperations(session);
    const calls = [operations.savePlay(newPlay(game)), operations.updateGameState(game.gameId, stateAfter)];
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const aborted = await rejectionOf(session.commit());
    expect(aborted).toBeInstanceOf(TransactionAbortedError);
    expect((aborted as Error).cause).toBeInstanceOf(expected);
    expect(session.state).toBe("rolledBack");
    await expectNothingDone(game, reached);
    await expectUsable(handle, game);
  });

  it(`when ${name}, what was called while it was on its way is not even sent`, async () => {
    const handle = await bench().open();
    const game = await stageGame(handle.database);
    const held = deferred();
    const begin = handle.proxy.trap("request", "begin", async (link) => {
      await held.promise;
      strike(link);
      return "drop";
    });
    const late = handle.proxy.trap("request", "updateGameState", () => {});
    await using session = await handle.database.session();
    const operations = new DatabaseOperations(session);
    const calls = [operations.savePlay(newPlay(game))];
    await until("BEGIN is on its way", () => begin.link !== undefined);
    calls.push(operations.updateGameState(game.gameId, stateAfter) as never);
    held.resolve();
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await session.close();
    await expectNothingDone(game, [late]);
    await expectUsable(handle, game);
  });
}
