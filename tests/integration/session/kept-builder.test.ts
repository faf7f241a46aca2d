import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  type QueryBuilder,
  type Scope,
  SessionClosedError,
  UnsettledOperationsError,
} from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";

const at = onServer();

/** Keeps the query builder that `run` gives its callback, as one should not. */
async function builderOf(scope: Scope): Promise<QueryBuilder> {
  let kept: QueryBuilder | undefined;
  await scope.run((db) => {
    kept = db;
    return db.execute(sql`select 1`);
  });
  return kept as QueryBuilder;
}

/** Sends a query on a kept builder; the failure is ours, or the cause of Drizzle's. */
const use = (builder: QueryBuilder) =>
  builder
    .execute(sql`select 2`)
    .execute()
    .catch((error) => Promise.reject(error.cause ?? error));

test("a query builder cannot be used after the session's end", async () => {
  const session = await at().database.session();
  const builder = await builderOf(session);
  await session.commit();
  expect(await refusalOf(use(builder))).toBeInstanceOf(SessionClosedError);
});

test("a savepoint's query builder cannot be used after the savepoint's end, while the session continues", async () => {
  await using session = await at().database.session();
  const builder = await session.savepoint(builderOf);
  expect(await refusalOf(use(builder))).toBeInstanceOf(SessionClosedError);
  await write(session);
});

test("a query that a callback sent on it and did not await is found", async () => {
  const forgotten: Promise<unknown>[] = [];
  const work = at().database.transaction(async (session) => {
    const builder = await builderOf(session);
    forgotten.push(use(builder).catch(() => {}));
  });
  expect(await refusalOf(work)).toBeInstanceOf(UnsettledOperationsError);
  await Promise.all(forgotten);
});

test("a query that a run sent and did not await is found", async () => {
  const forgotten: Promise<unknown>[] = [];
  const work = at().database.transaction((session) =>
    session.run(async (db) => {
      forgotten.push(use(db).catch(() => {}));
    }),
  );
  expect(await refusalOf(work)).toBeInstanceOf(UnsettledOperationsError);
  await Promise.all(forgotten);
});
