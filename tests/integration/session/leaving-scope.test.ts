import { expect, test } from "vitest";
import type { Session } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { fail, isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { until } from "../../support/server-activity.js";
import { countStatements } from "../../support/statement-counter.js";

const at = onServer();

test("leaving `await using` without a commit rolls back", async () => {
  const { database, elsewhere } = at();
  let left: Session | undefined;
  let gameId = "";
  {
    await using session = await database.session();
    left = session;
    gameId = await write(session);
  }
  expect(left.state).toBe("rolledBack");
  expect(await isStored(elsewhere, gameId)).toBe(false);
  expect(database.figures.idle).toBe(database.figures.open);
});

test("leaving it after the commit changes nothing, and sends nothing", async () => {
  const { database, elsewhere } = at();
  let gameId = "";
  const sent: string[] = [];
  {
    await using session = await database.session();
    gameId = await write(session);
    using counter = countStatements();
    await session.commit();
    sent.push(...counter.sent);
  }
  expect(sent).toEqual(["commit"]);
  expect(await isStored(elsewhere, gameId)).toBe(true);
});

test("leaving it by an error rolls back, and the error is rethrown unchanged", async () => {
  const { database, elsewhere } = at();
  let gameId = "";
  const work = async () => {
    await using session = await database.session();
    gameId = await write(session);
    throw new Error("its own");
  };
  await expect(work()).rejects.toEqual(new Error("its own"));
  expect(await isStored(elsewhere, gameId)).toBe(false);
});

test("leaving it by a failed statement throws that failure, and not one of the rollback", async () => {
  const work = async () => {
    await using session = await at().database.session();
    await fail(session);
  };
  expect((await refusalOf(work())).code).toBe("DATA_REFUSED");
});

test("leaving it waits for running calls", async () => {
  const { database, elsewhere } = at();
  let writing: Promise<string> | undefined;
  {
    await using session = await database.session();
    writing = write(session);
  }
  expect(await isStored(elsewhere, await writing)).toBe(false);
});

test("leaving a plain `using` starts the rollback", async () => {
  const { database, elsewhere } = at();
  let gameId = "";
  let left: Session | undefined;
  {
    using session = await database.session();
    left = session;
    gameId = await write(session);
  }
  await until("the rollback", () => left?.state === "rolledBack");
  expect(await isStored(elsewhere, gameId)).toBe(false);
});

test("a lock is released when the scope that acquired it is left", async () => {
  const { database, elsewhere } = at();
  const gameId = await write(database);
  const lock = `select from games where id = '${gameId}' for update nowait`;
  {
    await using session = await database.session();
    await query(session, lock);
    await expect(elsewhere.transaction((other) => query(other, lock))).rejects.toThrow();
  }
  await elsewhere.transaction((other) => query(other, lock));
});
