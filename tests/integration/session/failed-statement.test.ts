import { expect, test } from "vitest";
import {
  DatabaseOperations,
  DataRefusedError,
  GameExistsError,
  TransactionAbortedError,
  ValidationError,
} from "../../../src/index.js";
import { newGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { fail, isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { countStatements } from "../../support/statement-counter.js";

const at = onServer();

test("after a failed statement, others are refused with the first failure as cause, and not sent", async () => {
  await using session = await at().database.session();
  const first = await refusalOf(fail(session));
  expect(first).toBeInstanceOf(DataRefusedError);
  using counter = countStatements();
  for (const call of [write(session), query(session, "select 1"), session.savepoint(async () => {})]) {
    const refusal = await refusalOf(call);
    expect(refusal).toBeInstanceOf(TransactionAbortedError);
    expect(refusal.cause).toBe(first);
  }
  expect(counter.sent).toEqual([]);
});

test.each([undefined, null, "text", 0, Object.create(null)])(
  "%o that a callback of run() throws reaches the caller as it is",
  async (thrown) => {
    await using session = await at().database.session();
    const throws = () => {
      throw thrown;
    };
    for (const build of [throws, async () => throws()])
      expect(
        await session.run(build).then(
          () => "no error",
          (error) => [error],
        ),
      ).toEqual([thrown]);
  },
);

test("statements sent together with one that fails are refused with that failure as cause", async () => {
  await using session = await at().database.session();
  const [before, failed, after, last] = await Promise.allSettled([
    write(session),
    fail(session),
    write(session),
    query(session, "select 1"),
  ]);
  expect(before.status).toBe("fulfilled");
  const first = (failed as PromiseRejectedResult).reason;
  expect(first).toBeInstanceOf(DataRefusedError);
  for (const refused of [after, last] as PromiseRejectedResult[]) {
    expect(refused.reason).toBeInstanceOf(TransactionAbortedError);
    expect(refused.reason.cause).toBe(first);
  }
});

test("of calls made together, Promise.all rejects with the failure, through any number of promises", async () => {
  const throughPromises = async (call: Promise<unknown>, depth: number): Promise<unknown> =>
    depth === 0 ? await call : await throughPromises(call, depth - 1);
  await using session = await at().database.session();
  const together = Promise.all([write(session), throughPromises(fail(session), 50), write(session)]);
  expect(await refusalOf(together)).toBeInstanceOf(DataRefusedError);
});

test("the refusal names the operation that was not done, and what had failed", async () => {
  await using session = await at().database.session();
  const operations = new DatabaseOperations(session);
  const game = await operations.createGame(newGame());
  const first = await refusalOf(operations.createGame(newGame({ gameId: game.id })));
  expect(first).toBeInstanceOf(GameExistsError);
  const refusal = await refusalOf(operations.getPlays(game.id));
  expect(refusal.details).toMatchObject({ operation: "getPlays" });
  expect(refusal.message).toContain(first.message);
});

test("a commit after a failure is refused with that failure as cause, rolls back, and keeps nothing", async () => {
  await using session = await at().database.session();
  const gameId = await write(session);
  const first = await refusalOf(fail(session));
  const refusal = await refusalOf(session.commit());
  expect(refusal).toBeInstanceOf(TransactionAbortedError);
  expect(refusal.cause).toBe(first);
  expect(session.state).toBe("rolledBack");
  expect(await isStored(at().elsewhere, gameId)).toBe(false);
  expect(at().database.figures).toMatchObject({ idle: at().database.figures.open, waiting: 0 });
});

test("a commit waits for a statement that is still to fail", async () => {
  await using session = await at().database.session();
  const gameId = await write(session);
  const failing = refusalOf(fail(session));
  const refusal = await refusalOf(session.commit());
  expect(refusal).toBeInstanceOf(TransactionAbortedError);
  expect(refusal.cause).toBe(await failing);
  expect(await isStored(at().elsewhere, gameId)).toBe(false);
});

test("an input that is refused before anything is sent fails nothing else", async () => {
  await using session = await at().database.session();
  const operations = new DatabaseOperations(session);
  const gameId = await write(session);
  expect(await refusalOf(operations.getPlays("not an id"))).toBeInstanceOf(ValidationError);
  await session.commit();
  expect(await isStored(at().elsewhere, gameId)).toBe(true);
});

test("an operation that finds nothing to change fails nothing else", async () => {
  await using session = await at().database.session();
  const gameId = await write(session);
  const { gameId: unknown } = newGame();
  const state = { inning: 2, half: "top", homeScore: 0, awayScore: 0 } as const;
  await refusalOf(new DatabaseOperations(session).updateGameState(unknown, state));
  await session.commit();
  expect(await isStored(at().elsewhere, gameId)).toBe(true);
});

test("a callback that swallowed a failure gets a TransactionAbortedError, and nothing is kept", async () => {
  const { database, elsewhere } = at();
  const swallowed: unknown[] = [];
  let gameId = "";
  const work = database.transaction(async (session) => {
    gameId = await write(session);
    await fail(session).catch((error) => swallowed.push(error));
    return "all is well";
  });
  const refusal = await refusalOf(work);
  expect(refusal).toBeInstanceOf(TransactionAbortedError);
  expect(refusal.cause).toBe(swallowed[0]);
  expect(await isStored(elsewhere, gameId)).toBe(false);
});

test("a callback that throws its own error after a failure gets that error", async () => {
  const work = at().database.transaction(async (session) => {
    await fail(session).catch(() => {});
    throw new Error("its own");
  });
  await expect(work).rejects.toEqual(new Error("its own"));
});
