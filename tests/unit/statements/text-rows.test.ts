import { getTableColumns } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { IdentifierOutOfRangeError } from "../../../src/errors/errors.js";
import { games, lineups } from "../../../src/models/schema.js";
import { textRows, textRowsReader } from "../../../src/statements/statement.js";
import { gameColumns, lineupColumns, playColumns } from "../../../src/statements/statement-columns.js";
import { loadGameState, loadWholeGame } from "../../../src/statements/whole-game-statements.js";

const columns = getTableColumns(games);
const read = textRowsReader<Record<string, unknown>>(columns);
const telling = fc.string({ unit: fc.constantFrom('"', "\\", ",", "(", ")", " ", "\n", "a", "é", "⚾") });
const valuesOf: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  PgTimestamp: fc.date({ noInvalidDate: true, min: new Date("0001-01-01"), max: new Date("9999-12-31") }),
  PgBoolean: fc.boolean(),
  PgJsonb: fc.dictionary(telling, fc.oneof(fc.integer(), telling)),
  PgText: fc.oneof(fc.string({ unit: "binary" }), telling),
};
const row = fc.record(
  Object.fromEntries(
    Object.entries(columns).map(([name, { columnType, notNull }]) => {
      const value = valuesOf[columnType] ?? fc.integer();
      return [name, notNull ? value : fc.option(value)];
    }),
  ),
);

/** Writes a row as PostgreSQL's `record_out` does. */
function written(values: Readonly<Record<string, unknown>>): string {
  const cells = Object.entries(values).map(([name, value]) => {
    if (value === null) return "";
    const text = asText(value, columns[name as keyof typeof columns].columnType);
    const isPlain = text !== "" && !/["\\(),\s]/.test(text);
    return isPlain ? text : `"${text.replaceAll(/["\\]/g, "$&$&")}"`;
  });
  return `(${cells.join(",")})`;
}

function asText(value: unknown, columnType: string): string {
  if (typeof value === "boolean") return value ? "t" : "f";
  if (value instanceof Date) return `${(value.getTime() / 1000) * 1000}`;
  return columnType === "PgJsonb" ? JSON.stringify(value) : String(value);
}

/** A uuid is text to the reader; here it is any. */
const comparable = (values: Readonly<Record<string, unknown>>) => ({ ...values, id: String(values.id) });

test("rows are unchanged after encoding as text and decoding", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 3 }), (rows) => {
      expect(read(rows.map(written).join(""))).toEqual(rows.map(comparable));
    }),
  );
});

test("an empty text is no row, a missing value is null, and empty quotes are an empty text", () => {
  const reader = textRowsReader({ away: columns.awayTeamName, home: columns.homeTeamName });
  expect(reader("")).toEqual([]);
  expect(reader('(,"")("",)')).toEqual([
    { away: null, home: "" },
    { away: "", home: null },
  ]);
});

test("an identifier beyond 2^53 is an error, never a wrong number", () => {
  const reader = textRowsReader({ id: getTableColumns(lineups).id });
  for (const text of ["9007199254740993", "-9007199254740993", "9223372036854775807"])
    expect(() => reader(`(${text})`)).toThrow(IdentifierOutOfRangeError);
  expect(reader(`(${Number.MAX_SAFE_INTEGER})`)).toEqual([{ id: Number.MAX_SAFE_INTEGER }]);
});

test("a text that ends too early is an error, and no row", () => {
  const reader = textRowsReader({ name: columns.homeTeamName });
  for (const text of ["(abc", '("abc', '("abc""', "("]) expect(() => reader(text)).toThrow(/ends within/);
});

test("a row with more or fewer values than columns is an error, and no row of wrong values", () => {
  const reader = textRowsReader({ away: columns.awayTeamName, home: columns.homeTeamName });
  for (const text of ["(a)", "(a,b,c)"]) expect(() => reader(text)).toThrow(/ends/);
});

test("the SQL orders rows, and returns an empty text if there are none", () => {
  const { sql } = new PgDialect().sqlToQuery(textRows({ id: columns.id, half: columns.half }, columns.id));
  expect(sql).toBe(
    `coalesce(string_agg(row("games"."id", "games"."half")::text, '' order by "games"."id"), '')`,
  );
});

test("a whole game is read with all its rows, table by table", () => {
  const empty = (table: typeof lineupColumns | typeof playColumns) =>
    `(${Object.keys(table).fill("").join(",")})`;
  const game = Object.keys(gameColumns).map((name) => `game.${name}`);
  const loaded = loadGameState.decode([
    ...game,
    empty(lineupColumns),
    empty(playColumns) + empty(playColumns),
  ]);
  expect(loaded.game).toMatchObject({ id: "game.id", metadata: "game.metadata" });
  expect([loaded.lineups.length, loaded.plays.length]).toEqual([1, 2]);
  const whole = loadWholeGame.decode([...game, "", "", "(g,1,2,3,)"]);
  expect(whole).toMatchObject({ lineups: [], plays: [] });
  expect(whole.roster).toEqual([{ gameId: "g", id: 1, teamId: 2, cardId: 3, playerId: null }]);
});
