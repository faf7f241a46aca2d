import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { titleOf } from "../../../src/migrations/catalogue/objects.js";
import { readCatalogue } from "../../../src/migrations/catalogue/read.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

/** Every table and view, and every column of theirs, with its comment. */
async function comments(): Promise<[name: string, comment: string][]> {
  const kinds = ["table", "view", "materialized view", "column"];
  const described = (await readCatalogue(client)).filter(({ kind }) => kinds.includes(kind));
  return described.map((object) => [titleOf(object), object.comment ?? ""]);
}

test("every table and every column says in a sentence what it is", async () => {
  const found = await comments();
  expect(found.length).toBeGreaterThan(100);
  expect(found.filter(([, comment]) => !/^[A-Z].*\.$/s.test(comment))).toEqual([]);
});

test("a table or a column without a comment is found", async () => {
  await client.query("begin");
  try {
    await client.query("create table scouts (id int); comment on column plays.pa is null");
    const bare = (await comments()).filter(([, comment]) => comment === "").map(([name]) => name);
    expect(bare.toSorted()).toEqual(["column plays.pa", "column scouts.id", "table scouts"]);
  } finally {
    await client.query("rollback");
  }
});
