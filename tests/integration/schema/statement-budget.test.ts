import { expect, test } from "vitest";
import { serverDatabase } from "../../support/places.js";
import { withClient } from "../../support/plain-client.js";

const database = serverDatabase();

/**
 * What PostgreSQL reads and prepares at each statement that writes to a table: every CHECK, every default and every generated
 * column is deserialized; every trigger has its own preparation. Keys are cheap, but their number is limited too.
 */
const budget = [
  { table: "games", checks: 1, triggers: 0, foreignKeys: 0, generated: 0, indexes: 6 },
  { table: "lineups", checks: 1, triggers: 0, foreignKeys: 2, generated: 0, indexes: 6 },
  { table: "plays", checks: 1, triggers: 0, foreignKeys: 14, generated: 2, indexes: 1 },
];

test("a statement on a table in use prepares no more expressions than its budget", async () => {
  const found = await withClient(database().url, async (client) => {
    const { rows } = await client.query(
      `select c.relname as table,
         (select count(*)::int from pg_constraint k where k.conrelid = c.oid and k.contype = 'c') as checks,
         (select count(*)::int from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as triggers,
         (select count(*)::int from pg_constraint k where k.conrelid = c.oid and k.contype = 'f') as "foreignKeys",
         (select count(*)::int from pg_attribute a where a.attrelid = c.oid and a.attgenerated <> '') as generated,
         (select count(*)::int from pg_index i where i.indrelid = c.oid) as indexes
       from pg_class c where c.oid = any ($1::regclass[]) order by c.relname`,
      [budget.map(({ table }) => table)],
    );
    return rows;
  });
  expect(found).toEqual(budget);
});

/** A CHECK that is read at every statement is small where it only names what its function takes. */
test("a CHECK of a table in use is only a function call", async () => {
  const { rows } = await withClient(database().url, (client) =>
    client.query<{ call: string }>(
      `select pg_get_constraintdef(oid) as call from pg_constraint
       where contype = 'c' and conrelid = any ($1::regclass[]) order by conname`,
      [budget.map(({ table }) => table)],
    ),
  );
  expect(rows.map(({ call }) => call)).toEqual([
    expect.stringMatching(/^CHECK \(games_check\([\w, "]+\)\)$/),
    expect.stringMatching(/^CHECK \(lineups_check\([\w, "]+\)\)$/),
    expect.stringMatching(/^CHECK \(plays_check\([\w, "]+\)\)$/),
  ]);
});
