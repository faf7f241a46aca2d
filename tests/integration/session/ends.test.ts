import { describe, expect, test } from "vitest";
import { SessionClosedError } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { fail, isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { countStatements } from "../../support/statement-counter.js";

const at = onServer();

test("a second commit is refused, and the first one stays", async () => {
  const session = await at().database.session();
  const gameId = await write(session);
  await session.commit();
  expect(await refusalOf(session.commit())).toBeInstanceOf(SessionClosedError);
  expect(session.state).toBe("committed");
  expect(await isStored(at().elsewhere, gameId)).toBe(true);
});

test("of two commits at once, one commits and the other is refused", async () => {
  const session = await at().database.session();
  const gameId = await write(session);
  const outcomes = await Promise.allSettled([session.commit(), session.commit()]);
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused).toEqual([expect.objectContaining({ reason: expect.any(SessionClosedError) })]);
  expect(await isStored(at().elsewhere, gameId)).toBe(true);
});

test("a rollback after the commit is refused, and the commit stays", async () => {
  const session = await at().database.session();
  const gameId = await write(session);
  await session.commit();
  expect(await refusalOf(session.rollback())).toBeInstanceOf(SessionClosedError);
  expect(session.state).toBe("committed");
  expect(await isStored(at().elsewhere, gameId)).toBe(true);
});

test("a rollback during COMMIT is refused: it undoes nothing", async () => {
  const session = await at().database.session();
  const gameId = await write(session);
  const committing = session.commit();
  const rollingBack = session.rollback().catch((error) => error);
  await committing;
  expect(await rollingBack).toBeInstanceOf(SessionClosedError);
  expect(await isStored(at().elsewhere, gameId)).toBe(true);
});

test("a commit during ROLLBACK is refused", async () => {
  const session = await at().database.session();
  const gameId = await write(session);
  const rollingBack = session.rollback();
  expect(await refusalOf(session.commit())).toBeInstanceOf(SessionClosedError);
  await rollingBack;
  expect(await isStored(at().elsewhere, gameId)).toBe(false);
});

test("a second rollback does nothing, and sends nothing to the server", async () => {
  const session = await at().database.session();
  const gameId = await write(session);
  await session.rollback();
  using counter = countStatements();
  await session.rollback();
  expect(counter.sent).toEqual([]);
  expect(session.state).toBe("rolledBack");
  expect(await isStored(at().elsewhere, gameId)).toBe(false);
});

test("a commit after the rollback is refused", async () => {
  const session = await at().database.session();
  await write(session);
  await session.rollback();
  expect(await refusalOf(session.commit())).toBeInstanceOf(SessionClosedError);
});

test("a second commit after one that was refused for a failure is refused too", async () => {
  const session = await at().database.session();
  await refusalOf(fail(session));
  await refusalOf(session.commit());
  expect(await refusalOf(session.commit())).toBeInstanceOf(SessionClosedError);
});

test("a close after the commit or the rollback does nothing, however often", async () => {
  const [committed, rolledBack] = await Promise.all([at().database.session(), at().database.session()]);
  await Promise.all([write(committed), write(rolledBack)]);
  await Promise.all([committed.commit(), rolledBack.rollback()]);
  await Promise.all([committed.close(), rolledBack.close(), committed.close(), rolledBack.close()]);
  expect([committed.state, rolledBack.state]).toEqual(["committed", "rolledBack"]);
});

test("after a close, nothing can be committed any more", async () => {
  const session = await at().database.session();
  await write(session);
  await session.close();
  expect(await refusalOf(session.commit())).toBeInstanceOf(SessionClosedError);
  await session.rollback();
});

describe("with work pending", () => {
  test("a commit waits for it and keeps it", async () => {
    const session = await at().database.session();
    const writing = [write(session), write(session)];
    await session.commit();
    for (const gameId of await Promise.all(writing)) {
      expect(await isStored(at().elsewhere, gameId)).toBe(true);
    }
  });

  test.each(["rollback", "close"] as const)("a %s waits for it and undoes it", async (end) => {
    const session = await at().database.session();
    const writing = [write(session), write(session), session.savepoint(write)];
    await session[end]();
    for (const gameId of await Promise.all(writing)) {
      expect(await isStored(at().elsewhere, gameId)).toBe(false);
    }
    expect(session.state).toBe("rolledBack");
  });

  test("a failure in it is reported to its own caller, and the close succeeds", async () => {
    const session = await at().database.session();
    const failing = refusalOf(fail(session));
    await session.close();
    await failing;
    expect(at().database.figures.idle).toBe(at().database.figures.open);
  });

  test("a call after commit() was called is refused, even if the commit is not done yet", async () => {
    const session = await at().database.session();
    const waiting = query(session, "select pg_sleep(0.05)");
    const committing = session.commit();
    expect(await refusalOf(write(session))).toBeInstanceOf(SessionClosedError);
    await Promise.all([waiting, committing]);
    expect(session.state).toBe("committed");
  });
});
