import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
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

/** Every table (number 0) and column with its comment. */
const query = `
select c.relname || coalesce('.' || a.attname, ''), coalesce(d.description, '')
from pg_class c
cross join lateral (
  select null as attname, 0 as number
  union all
  select attname, attnum from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
) a
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = a.number
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and c.relname <> 'dugout_migrations'`;

async function comments(): Promise<[name: string, comment: string][]> {
  return (await client.query<[string, string]>({ text: query, rowMode: "array" })).rows;
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
    expect(bare.toSorted()).toEqual(["plays.pa", "scouts", "scouts.id"]);
  } finally {
    await client.query("rollback");
  }
});
