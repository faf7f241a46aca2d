import { describe, expect, test } from "vitest";
import { DatabaseOperations, type Scope, type Session, SessionClosedError } from "../../../src/index.js";
import { newGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { fail, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { countStatements } from "../../support/statement-counter.js";

const at = onServer();

const ends: Record<string, (session: Session) => Promise<unknown>> = {
  "a commit": (session) => session.commit(),
  "a rollback": (session) => session.rollback(),
  "a close": (session) => session.close(),
  "a commit that was refused": async (session) => {
    await refusalOf(fail(session));
    await refusalOf(session.commit());
  },
};

const calls: Record<string, (session: Session) => Promise<unknown>> = {
  "an operation": (session) => new DatabaseOperations(session).createGame(newGame()),
  "a query": (session) => query(session, "select 1"),
  "a savepoint": (session) => session.savepoint(async () => {}),
  "a commit": (session) => session.commit(),
};

describe.each(Object.keys(ends))("after %s", (end) => {
  test.each(Object.keys(calls))("%s is refused, and nothing is sent", async (call) => {
    const session = await at().database.session();
    await write(session);
    await ends[end]?.(session);
    using counter = countStatements();
    const refusal = await refusalOf(calls[call]?.(session) as Promise<unknown>);
    expect(refusal).toBeInstanceOf(SessionClosedError);
    expect(refusal.details).toHaveProperty("operation");
    expect(counter.sent).toEqual([]);
  });

  test("onCommit is refused", async () => {
    const session = await at().database.session();
    await ends[end]?.(session);
    expect(() => session.onCommit(() => {})).toThrow(SessionClosedError);
  });
});

test("a transaction's session cannot be used after its callback", async () => {
  const session = await at().database.transaction(async (session) => session);
  expect(await refusalOf(write(session))).toBeInstanceOf(SessionClosedError);
});

test("a savepoint's scope cannot be used after its callback, while the session continues", async () => {
  await using session = await at().database.session();
  let kept: Scope | undefined;
  await session.savepoint(async (scope) => {
    kept = scope;
  });
  expect(await refusalOf(write(kept as Scope))).toBeInstanceOf(SessionClosedError);
  expect(() => kept?.onCommit(() => {})).toThrow(SessionClosedError);
  await write(session);
});

test("a savepoint's scope cannot be used after the session's end", async () => {
  const session = await at().database.session();
  let kept: Scope | undefined;
  await session.savepoint(async (scope) => {
    kept = scope;
  });
  await session.commit();
  expect(await refusalOf(write(kept as Scope))).toBeInstanceOf(SessionClosedError);
});

test("a call that is refused returns a rejected promise, and never throws", async () => {
  const session = await at().database.session();
  await session.commit();
  const outcomes = [
    () => session.savepoint(async () => {}),
    () => write(session),
    () => session.commit(),
  ].map(async (call) => call());
  await Promise.allSettled(outcomes);
  expect(() => session.savepoint(async () => {}).catch(() => {})).not.toThrow();
});
