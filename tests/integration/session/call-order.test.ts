import { expect, test } from "vitest";
import { DatabaseOperations } from "../../../src/index.js";
import { newGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { query, queryAlone, write } from "../../support/raw-sql.js";
import { untilBlocked } from "../../support/server-activity.js";
import { countStatements } from "../../support/statement-counter.js";

const at = onServer();

test("calls that are made together are sent in call order, whatever their kind", async () => {
  await using session = await at().database.session();
  const operations = new DatabaseOperations(session);
  await query(session, "create temporary table seen (step int generated always as identity, what text)");
  const note = (what: string) => query(session, `insert into seen (what) values ('${what}')`);
  const { gameId } = newGame();
  await Promise.all([
    note("first"),
    operations.createGame(newGame({ gameId })),
    query(session, `insert into seen (what) select 'the game is there' from games where id = '${gameId}'`),
    session.savepoint((scope) => query(scope, "insert into seen (what) values ('savepoint')")),
    note("last"),
  ]);
  const rows = await query(session, "select what from seen order by step");
  expect(rows.map(({ what }) => what)).toEqual(["first", "the game is there", "savepoint", "last"]);
});

test("calls that are made together are sent before the first is answered", async () => {
  const { database, elsewhere } = at();
  const lock = `select from games where id = '${await write(database)}' for update`;
  await using holder = await elsewhere.session();
  await query(holder, lock);
  await using session = await database.session();
  await write(session);
  using counter = countStatements();
  const waiting = query(session, lock);
  const others = [write(session), query(session, "select 1"), write(session)];
  let answered = false;
  void waiting.then(() => {
    answered = true;
  });
  await new Promise(setImmediate);
  expect(answered).toBe(false);
  expect(counter.sent).toHaveLength(4);
  await holder.close();
  await Promise.all([waiting, ...others]);
});

test("calls of the same turn as the first are sent with BEGIN, and later calls wait for its answer", async () => {
  await using session = await at().database.session();
  using counter = countStatements();
  const together = [write(session), write(session)];
  await new Promise(process.nextTick);
  expect(counter.sent).toHaveLength(3);
  const later = write(session);
  await new Promise(process.nextTick);
  expect(counter.sent).toHaveLength(3);
  await Promise.all([...together, later]);
  expect(counter.sent).toHaveLength(4);
  expect(counter.sent[0]).toBe("begin");
});

test("nothing is sent together with a BEGIN that sets time limits", async () => {
  await using session = await at().database.session({ statementTimeout: 600_000 });
  using counter = countStatements();
  const writing = [write(session), write(session)];
  await new Promise(process.nextTick);
  expect(counter.sent).toEqual(["begin; set local statement_timeout = 600000"]);
  await Promise.all(writing);
  expect(counter.sent).toHaveLength(3);
});

test("sessions do not wait for each other", async () => {
  const { database, elsewhere } = at();
  const lock = `select from games where id = '${await write(database)}' for update`;
  await using holder = await elsewhere.session();
  await query(holder, lock);
  await using slow = await database.session();
  await using quick = await database.session();
  const waiting = query(slow, lock);
  await untilBlocked(elsewhere);
  await write(quick);
  await quick.commit();
  await holder.close();
  await waiting;
});

test("a session's writes are seen by its own reads, and by others only after the commit", async () => {
  const { database, elsewhere } = at();
  const session = await database.session();
  const gameId = await write(session);
  const mine = await query(session, `select id from games where id = '${gameId}'`);
  const theirs = () => queryAlone(elsewhere, `select id from games where id = '${gameId}'`);
  expect(mine).toHaveLength(1);
  expect(await theirs()).toHaveLength(0);
  await session.commit();
  expect(await theirs()).toHaveLength(1);
});
