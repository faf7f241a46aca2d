import { afterEach, describe, expect, inject, test } from "vitest";
import { checkSchema } from "../../../src/migrations/check-schema.js";
import { migrate } from "../../../src/migrations/migrate.js";
import { needs } from "../../support/needs.js";
import { withClient } from "../../support/plain-client.js";
import { schemaDrifts } from "../../support/schema-drifts.js";
import { createTestDatabase, isOnCitus, type TestDatabase } from "../../support/test-database.js";

const made: TestDatabase[] = [];

afterEach(() => Promise.all(made.splice(0).map((database) => database.drop())));

/** Citus refuses foreign keys to tables that are not distributed, and many changes of distributed ones. */
const onOneServer = needs(!isOnCitus, "Citus refuses some of these changes itself");

/** Runs SQL on a migrated database of the test's own, and checks it. */
async function problemsAfter(sql: string | string[], allow: readonly string[] = []): Promise<string[]> {
  const own = await createTestDatabase();
  made.push(own);
  await using database = await own.open();
  await database.withClient(async (client) => {
    for (const text of [sql].flat()) await client.query(text);
  });
  return await checkSchema(database, { allow });
}

/** Only from PostgreSQL 17 can an expression be changed. */
async function possibleDrifts(): Promise<typeof schemaDrifts> {
  const version = await withClient(inject("serverUrl"), (client) => client.query("show server_version_num"));
  const isOld = Number(version.rows[0].server_version_num) < 170_000;
  return schemaDrifts.filter(([, sql]) => !isOld || !sql.includes("set expression"));
}

describe("a migrated database has no differences", () => {
  test("on a server", async () => {
    expect(await problemsAfter("")).toEqual([]);
  });

  test("in a schema of any name", async () => {
    const own = await createTestDatabase({ empty: true });
    made.push(own);
    const { pathname } = new URL(own.url);
    const before = await own.open();
    await before.withClient((client) =>
      client.query(`create schema league; alter database ${pathname.slice(1)} set search_path = league`),
    );
    await before.close();
    await using database = await own.open();
    await migrate(database);
    expect(await checkSchema(database)).toEqual([]);
  });

  test("with extensions, rows, privileges and storage parameters", async () => {
    expect(
      await problemsAfter([
        "create extension citext; create extension pg_stat_statements",
        "insert into games (id, league_id, home_team_id, away_team_id) values (gen_random_uuid(), 'sba', 1, 2)",
        "grant select on games to public",
        "alter table plays set (autovacuum_vacuum_scale_factor = 0.01)",
      ]),
    ).toEqual([]);
  });

  test("read-only, and with other formats for dates and names", async () => {
    const own = await createTestDatabase();
    made.push(own);
    const name = new URL(own.url).pathname.slice(1);
    await using database = await own.open();
    const settings = [
      "default_transaction_read_only = on",
      "quote_all_identifiers = on",
      "datestyle = 'SQL, DMY'",
    ];
    await database.withClient((client) =>
      client.query(settings.map((setting) => `alter database ${name} set ${setting}`).join("; ")),
    );
    expect(await checkSchema(database)).toEqual([]);
  });
});

test(
  "each of many changes made outside of the migrations is found, and nothing else",
  onOneServer,
  async () => {
    const drifts = await possibleDrifts();
    const found = await problemsAfter(drifts.map(([, sql]) => sql).join(";\n"));
    for (const [what, , ...lines] of drifts) {
      const wanted = lines.map((line) => (typeof line === "string" ? line : expect.stringMatching(line)));
      expect(found, what).toEqual(expect.arrayContaining(wanted));
    }
    expect(found).toHaveLength(drifts.flatMap(([, , ...lines]) => lines).length);
  },
);

test("a missing table is one line, not one for each of its columns", async () => {
  expect(await problemsAfter("drop table game_sessions")).toEqual([
    "table game_sessions: expected table, found none",
  ]);
});

describe("an object that does not belong to Dugout", () => {
  const theirs = `
    create table scouts (id serial primary key, game_id uuid references games);
    create index scouts_game_idx on scouts (game_id);
    create view hopefuls as select * from scouts;
    create type grade as enum ('a');
    create function grade_of(int) returns grade language sql as $$ select 'a'::grade $$`;
  const names = ["scouts", "hopefuls", "grade", "grade_of"];

  test("is allowed by name, with everything that depends on it", async () => {
    expect(await problemsAfter(theirs, names)).toEqual([]);
  });

  test("does not allow objects that depend on Dugout's tables", onOneServer, async () => {
    const found = await problemsAfter(
      `${theirs}; alter table games add scout_id int references scouts; create index scouted on games (scout_id)`,
      [...names, "scouted", "scout_id", "games"],
    );
    expect(found.map((line) => line.split(":")[0])).toEqual([
      "column games.scout_id",
      "constraint games_scout_id_fkey on games",
      "index scouted",
    ]);
  });
});
