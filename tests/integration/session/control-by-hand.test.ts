import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { StatementRefusedError } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { isStored, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { countStatements } from "../../support/statement-counter.js";

const at = onServer();

describe.each([
  "begin",
  "BEGIN ISOLATION LEVEL SERIALIZABLE",
  "start transaction",
  "commit",
  "Commit and chain",
  "end",
  "rollback",
  "rollback to savepoint a",
  "abort",
  "savepoint a",
  "release a",
  "prepare transaction 'a'",
  "  \n\tcommit",
  "-- a remark\ncommit",
  "/* a remark */ commit",
  "/* a /* nested */ remark */ -- and one more\n commit",
  "; commit",
])("the caller's statement %j", (text) => {
  test("is refused before anything is sent, and the session continues", async () => {
    await using session = await at().database.session();
    const gameId = await write(session);
    using counter = countStatements();
    expect(await refusalOf(query(session, text))).toBeInstanceOf(StatementRefusedError);
    expect(counter.sent).toEqual([]);
    expect(session.state).toBe("active");
    await session.commit();
    expect(await isStored(at().elsewhere, gameId)).toBe(true);
  });
});

test("a COMMIT hidden behind another statement commits nothing", async () => {
  await using session = await at().database.session();
  const gameId = await write(session);
  await refusalOf(query(session, "select 1; commit"));
  expect(await isStored(at().elsewhere, gameId)).toBe(false);
});

test("what follows a ROLLBACK hidden behind another statement does not commit by itself", async () => {
  await using session = await at().database.session();
  await write(session);
  await refusalOf(query(session, "select 1; rollback"));
  const [gameId] = await Promise.allSettled([write(session)]);
  expect(gameId.status === "fulfilled" && (await isStored(at().elsewhere, gameId.value))).toBe(false);
});

test("two statements in one text fail with a DugoutError", async () => {
  await using session = await at().database.session();
  await refusalOf(query(session, "select 1; select 2"));
});

test("Drizzle's own transaction() is refused, because it would end the session's transaction", async () => {
  await using session = await at().database.session();
  const gameId = await write(session);
  const nested = session.run((db) => db.transaction((inner) => inner.execute(sql`select 1`)));
  expect(await refusalOf(nested)).toBeInstanceOf(StatementRefusedError);
  expect(session.state).toBe("active");
  expect(await isStored(at().elsewhere, gameId)).toBe(false);
});

test("a statement that only begins like one of these is run", async () => {
  await using session = await at().database.session();
  await query(session, "create table commits (ended int)");
  await query(session, "insert into commits values (1)");
  expect(await query(session, "with rollback as (select 2 as n) select n from rollback")).toEqual([{ n: 2 }]);
});

test("the same words are allowed inside a statement", async () => {
  await using session = await at().database.session();
  expect(await query(session, "select 'a; commit' as text")).toEqual([{ text: "a; commit" }]);
  expect(await rejectionOf(query(session, "select commit"))).not.toBeInstanceOf(StatementRefusedError);
});
