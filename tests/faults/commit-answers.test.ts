import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import {
  CommitOutcomeUnknownError,
  DatabaseOperations,
  type DugoutError,
  isRetryable,
  SerializationFailureError,
  type Session,
  TransactionAbortedError,
} from "../../src/index.js";
import { faultBench, type ProxiedDatabase } from "../support/fault-bench.js";
import { stateAfter } from "../support/fault-ways.js";
import { newPlay, type StagedGame, stageGame } from "../support/game-fixtures.js";
import type { PostgresProxy } from "../support/postgres-proxy.js";
import { rejectionOf } from "../support/sample-inputs.js";
import { errorResponse, readyForQuery, simpleQuery } from "../support/wire-messages.js";

const bench = faultBench();

async function opened(): Promise<ProxiedDatabase & { game: StagedGame }> {
  const handle = await bench().open();
  return { ...handle, game: await stageGame(handle.database) };
}

async function write(session: Session, game: StagedGame): Promise<void> {
  const operations = new DatabaseOperations(session);
  await Promise.all([
    operations.savePlay(newPlay(game)),
    operations.updateGameState(game.gameId, stateAfter),
  ]);
}

/** Makes a statement fail just before COMMIT, and hides the failure from the client. */
function failUnseen(proxy: PostgresProxy): void {
  proxy.trap("answer", "unseen", () => "drop");
  proxy.trap("request", "commit", (link) => link.inject("unseen", simpleQuery("select 1 / 0")));
}

async function expectNothingKept({ database, proxy, game }: Awaited<ReturnType<typeof opened>>) {
  const loaded = await bench().elsewhere.loadGameState(game.gameId);
  expect({ plays: loaded?.plays, version: loaded?.game.stateVersion }).toEqual({ plays: [], version: 0 });
  expect(database.figures.open - database.figures.idle).toBe(0);
  expect(proxy.links.map(({ status }) => status).filter((status) => status !== "I")).toEqual([]);
  await database.transaction((session) => write(session, game));
  expect(await bench().elsewhere.getPlays(game.gameId)).toHaveLength(1);
}

it("a COMMIT that PostgreSQL answers with ROLLBACK is not a commit", async () => {
  const handle = await opened();
  const called: string[] = [];
  failUnseen(handle.proxy);
  const failure = await rejectionOf(
    handle.database.transaction(async (session) => {
      session.onCommit(() => called.push("onCommit"));
      await write(session, handle.game);
    }),
  );
  expect(failure).toBeInstanceOf(TransactionAbortedError);
  expect((failure as DugoutError).message).toContain("ROLLBACK");
  expect(called).toEqual([]);
  await expectNothingKept(handle);
});

it("a session without a callback that PostgreSQL rolls back at COMMIT is rolled back, and its commit() fails", async () => {
  const handle = await opened();
  failUnseen(handle.proxy);
  await using session = await handle.database.session();
  await write(session, handle.game);
  expect(await rejectionOf(session.commit())).toBeInstanceOf(TransactionAbortedError);
  expect(session.state).toBe("rolledBack");
  await expectNothingKept(handle);
});

it("a failed statement prevents the commit, even if the caller swallowed its error", async () => {
  const handle = await opened();
  const failure = await rejectionOf(
    handle.database.transaction(async (session) => {
      await write(session, handle.game);
      await session.run((db) => db.execute(sql`select 1 / 0`)).catch(() => {});
    }),
  );
  expect(failure).toBeInstanceOf(TransactionAbortedError);
  expect((failure as DugoutError).cause).toBeInstanceOf(Error);
  await expectNothingKept(handle);
});

it("a COMMIT that PostgreSQL refuses with an error is known to have kept nothing", async () => {
  const handle = await opened();
  handle.proxy.trap("request", "commit", (link) => {
    link.inject("rolled back instead", simpleQuery("rollback"));
  });
  handle.proxy.trap("answer", "rolled back instead", (link) => {
    link.answer(errorResponse("40001", "could not serialize access"), readyForQuery("I"));
    return "drop";
  });
  handle.proxy.trap("answer", "commit", () => "drop");
  const failure = await rejectionOf(
    handle.database.transaction((session) => write(session, handle.game), { attempts: 1 }),
  );
  expect(failure).toBeInstanceOf(SerializationFailureError);
  expect(isRetryable(failure)).toBe(true);
  await expectNothingKept(handle);
});

it("callbacks of onCommit are not called if the outcome of the commit is unknown", async () => {
  const { database, proxy, game } = await opened();
  const called: string[] = [];
  proxy.trap("answer", "commit", (link) => {
    link.cut();
    return "drop";
  });
  await using session = await database.session();
  session.onCommit(() => called.push("onCommit"));
  await write(session, game);
  const failure = await rejectionOf(session.commit());
  expect(failure).toBeInstanceOf(CommitOutcomeUnknownError);
  expect(isRetryable(failure)).toBe(false);
  expect(session.state).toBe("unknown");
  expect(called).toEqual([]);
  expect(await bench().elsewhere.getPlays(game.gameId)).toHaveLength(1);
});
