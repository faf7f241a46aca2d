import { getTableColumns } from "drizzle-orm";
import { getTableConfig, type PgColumn } from "drizzle-orm/pg-core";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checksOf, modelTables } from "../../support/model-tables.js";
import { needs } from "../../support/needs.js";
import { createTestDatabase, isOnCitus, type TestDatabase } from "../../support/test-database.js";

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("begin");
  for (const table of modelTables) {
    const { name } = getTableConfig(table);
    // Without foreign keys, which are not tested here.
    await client.query(
      `create table free_${name} (like ${name} including defaults including generated including constraints)`,
    );
    await client.query(`create table single_${name} (like ${name} including defaults including generated)`);
    for (const check of checksOf(table)) {
      await client.query(
        `alter table single_${name} add constraint ${check.name} check (${check.condition})`,
      );
    }
  }
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

type Row = Readonly<Record<string, unknown>>;

/** Why PostgreSQL refuses a row of a table; undefined if it accepts the row. */
async function refusal(table: string, row: Row) {
  const names = Object.keys(row);
  await client.query("savepoint row");
  try {
    await client.query(
      `insert into ${table} (${names.map((name) => `"${name}"`).join(", ")})
       values (${names.map((_, index) => `$${index + 1}`).join(", ")})`,
      Object.values(row),
    );
    return undefined;
  } catch (error) {
    const { code, constraint, message } = error as pg.DatabaseError;
    return { code, constraint, message: message.replace(/relation "\w+"/, "relation") };
  } finally {
    await client.query("rollback to savepoint row");
  }
}

/** Values of a column's type, in its range and out of it, and words and forms that it knows and does not know. */
function anyValue({ columnType, enumValues, notNull }: PgColumn): fc.Arbitrary<unknown> {
  const values: readonly unknown[] =
    {
      PgSmallInt: [-32768, -1, 0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 99, 100, 999, 1000, 32767],
      PgReal: [-11, -1.5, -1, 0, 0.5, 1, 2, 10, "NaN", "Infinity"],
      PgInteger: [0, 1, 2],
      PgBigInt53: [1, 2, 3, 4],
      PgBoolean: [true, false],
      PgJsonb: ["{}", '{"a": 1}', "[]", "1", "null", '"{}"'],
      PgText: [...(enumValues ?? []), "", "1", "63", "12345678901", "6-3", "Bottom"],
    }[columnType as string] ?? [];
  return notNull ? fc.constantFrom(...values) : fc.option(fc.constantFrom(...values), { nil: null, freq: 2 });
}

const uuid = "0192a000-0000-7000-8000-000000000001";

/** The values of a valid row besides its defaults. */
const sound: Readonly<Record<string, Row>> = {
  games: { id: uuid, league_id: "sba", home_team_id: 1, away_team_id: 2 },
  lineups: { game_id: uuid, id: 1, team_id: 1, player_id: 1, position: "SS" },
  plays: {
    ...{ game_id: uuid, id: 1, play_number: 1, inning: 1, half: "top", outs_before: 0, batting_order: 1 },
    ...{ away_score: 0, home_score: 0, batter_id: 1, pitcher_id: 9 },
  },
  game_sessions: { game_id: uuid },
  roster_links: { game_id: uuid, id: 1, team_id: 1, card_id: 1 },
};

function anyRow(columns: readonly PgColumn[], base: Row): fc.Arbitrary<Row> {
  const disturbed = columns.filter(
    ({ generated, columnType, name }) =>
      generated === undefined && !["PgUUID", "PgTimestamp"].includes(columnType) && name !== "id",
  );
  const change = fc
    .constantFrom(...disturbed)
    .chain((column) => anyValue(column).map((value) => [column.name, value] as const));
  return fc.array(change, { maxLength: 4 }).map((changes) => ({ ...base, ...Object.fromEntries(changes) }));
}

describe.each(modelTables.map((table) => [getTableConfig(table).name, table] as const))(
  "%s",
  (name, table) => {
    test("refuses the rows that single CHECKs refuse, with the same error, for all values and nulls", async () => {
      const columns = Object.values(getTableColumns(table)) as PgColumn[];
      const refused = { yes: 0, no: 0 };
      await fc.assert(
        fc.asyncProperty(anyRow(columns, sound[name] as Row), async (row) => {
          const expected = await refusal(`single_${name}`, row);
          expect(await refusal(`free_${name}`, row)).toEqual(expected);
          refused[expected === undefined ? "no" : "yes"] += 1;
        }),
        { numRuns: 200 },
      );
      expect(refused.yes).toBeGreaterThan(5);
      expect(refused.no).toBeGreaterThan(5);
    });
  },
);

test.each([
  ["games", "status = 'won'", "games_status_values"],
  ["games", "metadata = '[]'", "games_metadata_object"],
  ["lineups", "position = 'XX'", "lineups_position_values"],
  ["lineups", "card_id = 1", "lineups_card_or_player"],
  ["plays", "runner_id = 1, rbi = 1", "plays_rbi_scored"],
  ["game_sessions", "state_snapshot = '1'", "game_sessions_state_snapshot_object"],
  ["roster_links", "player_id = 1", "roster_links_card_or_player"],
])("an update of %s that sets %s is refused", async (table, change, constraint) => {
  const row = sound[table] as Row;
  const places = Object.keys(row).map((_, index) => `$${index + 1}`);
  await client.query("savepoint changed");
  await client.query(
    `insert into free_${table} (${Object.keys(row)}) values (${places})`,
    Object.values(row),
  );
  const refused = client.query(`update free_${table} set ${change}`);
  await expect(refused).rejects.toMatchObject({ code: "23514", constraint });
  await client.query("rollback to savepoint changed");
});

/** Only its message says what was violated. */
const onOneServer = needs(!isOnCitus, "a coordinator leaves the fields of a worker's error empty");

test(
  "the error names constraint, table and column, as the drivers of other programs read them",
  onOneServer,
  async () => {
    await client.query("savepoint refused");
    const values = "('0192a000-0000-7000-8000-000000000001', 'xfl', 1, 2)";
    const refused = client.query(
      `insert into games (id, league_id, home_team_id, away_team_id) values ${values}`,
    );
    await expect(refused).rejects.toMatchObject({
      code: "23514",
      constraint: "games_league_id_values",
      table: "games",
      column: "league_id",
      message: 'new row for relation "games" violates check constraint "games_league_id_values"',
    });
    await client.query("rollback to savepoint refused");
  },
);

test("a rule that cannot be evaluated is an error", async () => {
  const row = { ...(sound.plays as Row), so: 32767, hit: 1 };
  expect(await refusal("free_plays", row)).toMatchObject({ code: "22003" });
});

/** Objects with the same names that accept everything, in a schema that a session would search first. */
const hostile = `
create schema hostile;
create function hostile.yes(smallint, smallint) returns boolean language sql immutable return true;
create function hostile.yes(smallint, integer) returns boolean language sql immutable return true;
create function hostile.yes(integer, integer) returns boolean language sql immutable return true;
create function hostile.yes(text, text) returns boolean language sql immutable return true;
create function hostile.yes(bigint, bigint) returns boolean language sql immutable return true;
create function hostile.no(text, text) returns boolean language sql immutable return false;
create function hostile.jsonb_typeof(jsonb) returns text language sql immutable return 'object';
create function hostile.num_nonnulls(variadic "any") returns integer language internal as 'pg_num_nonnulls';
create function hostile.format(text, variadic text[]) returns text language sql immutable return null;
${["<=", ">=", "=", "<>"]
  .flatMap((name) =>
    ["smallint, smallint", "smallint, integer", "integer, integer", "text, text", "bigint, bigint"].map(
      (types) => {
        const [left, right] = types.split(", ");
        return `create operator hostile.${name} (function = hostile.yes, leftarg = ${left}, rightarg = ${right});`;
      },
    ),
  )
  .join("\n")}
create operator hostile.~ (function = hostile.yes, leftarg = text, rightarg = text);
create domain hostile.text as pg_catalog.text;
create temp table text (id int);
create temp table int2 (id int);
create temp table smallint (id int);`;

test.each(["hostile, pg_catalog, public", "pg_temp, hostile, pg_catalog, public"])(
  "a search path of %s changes nothing",
  onOneServer,
  async (path) => {
    const bad: readonly [table: string, row: Row, constraint: string][] = [
      ["plays", { ...sound.plays, pa: 2 }, "plays_pa_range"],
      ["plays", { ...sound.plays, half: "both" }, "plays_half_values"],
      ["plays", { ...sound.plays, on_first_id: 1 }, "plays_people_differ"],
      ["plays", { ...sound.plays, putout_positions: "x" }, "plays_putout_positions_pattern"],
      ["plays", { ...sound.plays, play_metadata: "[]" }, "plays_play_metadata_object"],
      ["games", { ...sound.games, away_team_id: 1 }, "games_two_teams"],
      ["games", { ...sound.games, league_id: "xfl" }, "games_league_id_values"],
      ["lineups", { ...sound.lineups, batting_order: 0 }, "lineups_batting_order_range"],
      ["lineups", { ...sound.lineups, card_id: 1 }, "lineups_card_or_player"],
    ];
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    try {
      await other.query(`begin; ${hostile} set local search_path = ${path}`);
      for (const [table, row, constraint] of bad) {
        const names = Object.keys(row).filter((name) => table === "games" || name !== "id");
        await other.query("savepoint row");
        const refused = other.query(
          `insert into public.${table} (${names.map((name) => `"${name}"`)}) values (${names.map((_, index) => `$${index + 1}`)})`,
          names.map((name) => row[name]),
        );
        await expect(refused).rejects.toMatchObject({ code: "23514", constraint });
        await other.query("rollback to savepoint row");
      }
    } finally {
      await other.end();
    }
  },
);
