import { getTableColumns } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { IdentifierOutOfRangeError } from "../../../src/errors/index.js";
import { games, lineups, plays } from "../../../src/models/schema.js";
import { jsonRows, jsonRowsReader } from "../../../src/statements/json-rows.js";
import { loadGameState, loadWholeGame } from "../../../src/statements/whole-game.js";

const columns = getTableColumns(games);
const read = jsonRowsReader<Record<string, unknown>>(columns);
const valuesOf: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  PgTimestamp: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("9999-12-31") }),
  PgBoolean: fc.boolean(),
  PgJsonb: fc.dictionary(fc.string(), fc.integer()),
  PgText: fc.string(),
};
const row = fc.record(
  Object.fromEntries(
    Object.entries(columns).map(([name, { columnType, notNull }]) => {
      const value = valuesOf[columnType] ?? fc.integer();
      return [name, notNull ? value : fc.option(value)];
    }),
  ),
);

test("rows come back from JSON as they went in", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 3 }), (rows) => {
      const sent = JSON.parse(JSON.stringify(rows.map((values) => Object.values(values)))) as unknown[][];
      expect(read(sent)).toEqual(rows);
    }),
  );
});

test("a time with an offset, as PostgreSQL writes it, is the same instant", () => {
  const reader = jsonRowsReader({ at: columns.createdAt });
  expect(reader([["2024-05-01T15:30:00.123+05:30"]])).toEqual([{ at: new Date("2024-05-01T10:00:00.123Z") }]);
});

test("an identifier that JSON has rounded is an error, never a wrong number", () => {
  const reader = jsonRowsReader({ id: getTableColumns(lineups).id });
  for (const text of ["9007199254740993", "-9007199254740993", "9223372036854775807"])
    expect(() => reader(JSON.parse(`[[${text}]]`) as unknown[][])).toThrow(IdentifierOutOfRangeError);
  expect(reader([[Number.MAX_SAFE_INTEGER]])).toEqual([{ id: Number.MAX_SAFE_INTEGER }]);
});

test("an identifier that is null stays so", () => {
  const reader = jsonRowsReader({ id: getTableColumns(lineups).replacingId });
  expect(reader([[null]])).toEqual([{ id: null }]);
});

test("the SQL puts rows in order, and gives an empty list where there are none", () => {
  const { sql } = new PgDialect().sqlToQuery(jsonRows({ id: columns.id, half: columns.half }, columns.id));
  expect(sql).toBe(
    `coalesce(json_agg(json_build_array("games"."id", "games"."half") order by "games"."id"), '[]'::json)`,
  );
});

test("a whole game is read with all its rows, table by table", () => {
  const empty = (table: typeof lineups | typeof plays) => Object.keys(getTableColumns(table)).map(() => null);
  const game = Object.keys(columns).map((name) => `game.${name}`);
  const loaded = loadGameState.decode([...game, [empty(lineups)], [empty(plays), empty(plays)]]);
  expect(loaded.game).toMatchObject({ id: "game.id", metadata: "game.metadata" });
  expect([loaded.lineups.length, loaded.plays.length]).toEqual([1, 2]);
  const whole = loadWholeGame.decode([...game, [], [], [["g", 1, 2, 3, null]]]);
  expect(whole).toMatchObject({ lineups: [], plays: [] });
  expect(whole.roster).toEqual([{ gameId: "g", id: 1, teamId: 2, cardId: 3, playerId: null }]);
});
