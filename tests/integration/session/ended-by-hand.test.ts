import { expect, test } from "vitest";
import { DugoutError, SessionClosedError, TransactionAbortedError } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { fail, isStored, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";

const at = onServer();

test("a callback may commit itself; its result is returned, and it is committed once", async () => {
  const { database, elsewhere } = at();
  const gameId = await database.transaction(async (session) => {
    const gameId = await write(session);
    await session.commit();
    expect(await isStored(elsewhere, gameId)).toBe(true);
    return gameId;
  });
  expect(await isStored(elsewhere, gameId)).toBe(true);
});

test("an error that a callback throws after its own commit is rethrown, and the commit stays", async () => {
  const { database, elsewhere } = at();
  let gameId = "";
  const work = database.transaction(async (session) => {
    gameId = await write(session);
    await session.commit();
    throw new Error("afterwards");
  });
  await expect(work).rejects.toEqual(new Error("afterwards"));
  expect(await isStored(elsewhere, gameId)).toBe(true);
});

test("a callback may roll back itself; its result is returned, and nothing is stored", async () => {
  const { database, elsewhere } = at();
  const gameId = await database.transaction(async (session) => {
    const gameId = await write(session);
    await session.rollback();
    return gameId;
  });
  expect(await isStored(elsewhere, gameId)).toBe(false);
});

test("a callback that writes after its own commit or rollback is refused", async () => {
  for (const end of ["commit", "rollback"] as const) {
    const work = at().database.transaction(async (session) => {
      await session[end]();
      await write(session);
    });
    expect(await refusalOf(work)).toBeInstanceOf(SessionClosedError);
  }
});

test("a callback that swallowed the failure of its own commit gets a TransactionAbortedError", async () => {
  const { database, elsewhere } = at();
  let gameId = "";
  const work = database.transaction(async (session) => {
    gameId = await write(session);
    const first = await refusalOf(fail(session));
    const refusal = await refusalOf(session.commit());
    expect(refusal).toBeInstanceOf(TransactionAbortedError);
    expect(refusal.cause).toBe(first);
    return "all is well";
  });
  expect(await refusalOf(work)).toBeInstanceOf(DugoutError);
  expect(await isStored(elsewhere, gameId)).toBe(false);
});

test("a callback that closes its session gets an error: nothing was kept", async () => {
  const { database, elsewhere } = at();
  let gameId = "";
  const work = database.transaction(async (session) => {
    gameId = await write(session);
    await session.close();
  });
  expect(await refusalOf(work)).toBeInstanceOf(SessionClosedError);
  expect(await isStored(elsewhere, gameId)).toBe(false);
});

test("transaction() waits for a commit that its callback did not await", async () => {
  const { database, elsewhere } = at();
  let gameId = "";
  let committing: Promise<void> | undefined;
  const work = database.transaction(async (session) => {
    gameId = await write(session);
    committing = session.commit();
  });
  const outcomes = await Promise.allSettled([work, committing]);
  const kept = await isStored(elsewhere, gameId);
  expect(outcomes.map(({ status }) => status)).toEqual([
    kept ? "fulfilled" : "rejected",
    kept ? "fulfilled" : "rejected",
  ]);
});

test("transaction() waits for a rollback that its callback did not await, and nothing is stored", async () => {
  const { database, elsewhere } = at();
  let gameId = "";
  const work = database.transaction(async (session) => {
    gameId = await write(session);
    void session.rollback();
  });
  await work.catch((error) => expect(error).toBeInstanceOf(DugoutError));
  expect(await isStored(elsewhere, gameId)).toBe(false);
  expect(database.figures.idle).toBe(database.figures.open);
});
