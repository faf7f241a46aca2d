import { expect, it } from "vitest";
import {
  CommitOutcomeUnknownError,
  ConnectionLostError,
  DatabaseClosedError,
  DatabaseOperations,
  isRetryable,
  TransactionAbortedError,
} from "../../src/index.js";
import { faultBench, type ProxiedDatabase } from "../support/fault-bench.js";
import { until, untilGone } from "../support/faults.js";
import { newPlay, type StagedGame, stageGame } from "../support/game-fixtures.js";
import type { Trap } from "../support/postgres-proxy.js";
import type { ProxyLink } from "../support/proxy-link.js";
import { rejectionOf } from "../support/sample-inputs.js";

/** Far beyond what these tests may take: a caller that waits for it hangs. */
const farAway = 300_000;
/** A session's own limit, the grace after it, and a slow machine. */
const soon = 15_000;

const bench = faultBench();

function swallowAt({ proxy }: ProxiedDatabase, label: string): Trap {
  return proxy.trap("request", label, (link) => link.swallow());
}

async function opened(): Promise<ProxiedDatabase & { game: StagedGame }> {
  const handle = await bench().open({ statementTimeout: farAway });
  return { ...handle, game: await stageGame(handle.database) };
}

/** Makes the server notice that its client is gone, and checks that nothing of the transaction is stored. */
async function expectNothingKept({ database, game }: { game: StagedGame } & ProxiedDatabase, trap: Trap) {
  expect(database.figures.open - database.figures.idle).toBe(0);
  const link = trap.link as ProxyLink;
  link.cut();
  await untilGone(link.processId, bench().admin);
  expect(await bench().elsewhere.getPlays(game.gameId)).toEqual([]);
}

it.concurrent("close() cuts off what a swallowed connection keeps waiting, and names it", async () => {
  const handle = await opened();
  const { database, game } = handle;
  const session = await database.session();
  await new DatabaseOperations(session).savePlay(newPlay(game));
  const [link] = handle.proxy.links as [ProxyLink];
  link.swallow();
  const read = rejectionOf(new DatabaseOperations(session).getPlays(game.gameId));
  const alone = swallowAt(handle, "recordPlay");
  const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;
  const written = rejectionOf(
    new DatabaseOperations(database).recordPlay(newPlay(game, { playNumber: 2 }), state),
  );
  await until("the play is swallowed", () => alone.link !== undefined);

  const began = Date.now();
  const cutOff = await database.close({ within: 100 });
  expect(Date.now() - began).toBeLessThan(soon);
  expect(cutOff).toHaveLength(2);
  expect(cutOff).toContainEqual(expect.stringMatching(/^session, for .*swallowed-connections\.test\.ts/));
  expect(cutOff).toContainEqual(expect.stringMatching(/^recordPlay, for /));
  expect(await read).toBeInstanceOf(ConnectionLostError);
  expect(await written).toBeInstanceOf(CommitOutcomeUnknownError);
  expect(await rejectionOf(session.commit())).toBeInstanceOf(TransactionAbortedError);
  expect(await rejectionOf(database.session())).toBeInstanceOf(DatabaseClosedError);
  await expectNothingKept(handle, { link });
});

it.concurrent.for([
  ["begin", ConnectionLostError],
  ["savePlay", ConnectionLostError],
  ["commit", CommitOutcomeUnknownError],
] as const)(
  "a swallowed %s is given up at the session's own limit, however long the database's is",
  async ([label, expected]) => {
    const handle = await opened();
    const trap = swallowAt(handle, label);
    const began = Date.now();
    const failure = await rejectionOf(
      handle.database.transaction(
        async (session) => {
          await new DatabaseOperations(session).savePlay(newPlay(handle.game));
          await session.savepoint(async () => {});
        },
        { statementTimeout: 1_000 },
      ),
    );
    expect(Date.now() - began).toBeLessThan(soon);
    expect(failure).toBeInstanceOf(expected);
    await expectNothingKept(handle, trap);
  },
);

it.concurrent("a swallowed ROLLBACK is given up at the session's own limit, and the caller's error arrives", async () => {
  const handle = await opened();
  const trap = swallowAt(handle, "rollback");
  const began = Date.now();
  const thrown = new Error("the umpire says no");
  const work = handle.database.transaction(
    async (session) => {
      await new DatabaseOperations(session).savePlay(newPlay(handle.game));
      throw thrown;
    },
    { statementTimeout: 1_000 },
  );
  expect(await rejectionOf(work)).toBe(thrown);
  expect(Date.now() - began).toBeLessThan(soon);
  await expectNothingKept(handle, trap);
});

it.concurrent("an idle connection that died without a word costs one read one retryable error", async () => {
  const handle = await bench().open();
  const game = await stageGame(handle.database);
  const [link, ...others] = handle.proxy.links as [ProxyLink];
  expect(others).toEqual([]);
  link.swallow();
  const operations = new DatabaseOperations(handle.database);
  const lost = await rejectionOf(operations.getPlays(game.gameId));
  expect(lost).toBeInstanceOf(ConnectionLostError);
  expect(isRetryable(lost)).toBe(true);
  expect(await operations.getPlays(game.gameId)).toEqual([]);
  await operations.savePlay(newPlay(game));
  expect(handle.database.figures).toMatchObject({ open: 1, idle: 1, waiting: 0 });
});
