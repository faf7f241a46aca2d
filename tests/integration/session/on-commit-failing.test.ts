import { expect, test } from "vitest";
import { CommitCallbackError } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { isStored, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";

const at = onServer();
const failure = new Error("the broadcast failed");

test("a callback that fails is distinguished from a failed commit: the data is committed", async () => {
  let gameId = "";
  const work = at().database.transaction(async (session) => {
    gameId = await write(session);
    session.onCommit(() => Promise.reject(failure));
  });
  const refusal = await refusalOf(work);
  expect(refusal).toBeInstanceOf(CommitCallbackError);
  expect(refusal.cause).toBe(failure);
  expect(await isStored(at().elsewhere, gameId)).toBe(true);
});

test("a callback that throws before it returns a promise is treated the same", async () => {
  await using session = await at().database.session();
  session.onCommit(() => {
    throw failure;
  });
  const gameId = await write(session);
  const refusal = await refusalOf(session.commit());
  expect(refusal).toBeInstanceOf(CommitCallbackError);
  expect(refusal.cause).toBe(failure);
  expect(session.state).toBe("committed");
  expect(await isStored(at().elsewhere, gameId)).toBe(true);
});

test("the others are still called, and each of several failures is reported", async () => {
  await using session = await at().database.session();
  const called: number[] = [];
  for (const number of [0, 1, 2, 3]) {
    session.onCommit(() => {
      called.push(number);
      if (number % 2 === 0) throw new Error(`${number}`);
    });
  }
  const refusal = await refusalOf(session.commit());
  expect(called).toEqual([0, 1, 2, 3]);
  const { errors } = refusal.cause as AggregateError;
  expect(errors.map(({ message }) => message)).toEqual(["0", "2"]);
});

test("the session's signal does not abort because of it, and its scope ends without a rollback", async () => {
  const session = await at().database.session();
  const { signal } = session;
  session.onCommit(() => Promise.reject(failure));
  await write(session);
  await refusalOf(session.commit());
  await session.close();
  expect(signal.aborted).toBe(false);
  expect(at().database.figures.idle).toBe(at().database.figures.open);
});

test("a transaction's callback that commits itself gets the error, and the commit stays", async () => {
  let gameId = "";
  const work = at().database.transaction(async (session) => {
    gameId = await write(session);
    session.onCommit(() => Promise.reject(failure));
    await session.commit();
  });
  expect(await refusalOf(work)).toBeInstanceOf(CommitCallbackError);
  expect(await isStored(at().elsewhere, gameId)).toBe(true);
});
