import fc from "fast-check";
import pg from "pg";
import { expect, test } from "vitest";
import { located, typeParsers } from "../../../src/connection/values.js";
import { IdentifierOutOfRangeError, UnreadableValueError } from "../../../src/errors/index.js";
import { thrownBy } from "../../support/sample-inputs.js";

const int8 = 20;
const readInt8 = typeParsers.getTypeParser(int8, "text") as (text: string) => number;

test("a bigint comes as the number that it is, up to 2^53 on either side", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(readInt8(String(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});

test("a bigint beyond 2^53 is an error that holds it whole, never a rounded number", () => {
  const beyond = fc.oneof(
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
  );
  fc.assert(
    fc.property(beyond, (value) => {
      expect(() => readInt8(String(value))).toThrow(IdentifierOutOfRangeError);
      expect(() => readInt8(String(value))).toThrow(String(value));
    }),
  );
});

const read = (oid: number, text: string) =>
  (typeParsers.getTypeParser(oid, "text") as (text: string) => unknown)(text);

test.each<[number, string, unknown]>([
  [16, "t", true],
  [21, "12", 12],
  [700, "0.25", 0.25],
  [701, "NaN", Number.NaN],
  [1007, "{1,NULL}", [1, null]],
  [1184, "2024-05-01 10:00:00.123+00", new Date("2024-05-01T10:00:00.123Z")],
  [1184, "2024-05-01 10:00:00.123456+05:30", new Date("2024-05-01T04:30:00.123Z")],
  [1184, "1871-05-04 19:30:00-04:56:02", new Date("1871-05-05T00:26:02Z")],
  [1184, "10000-01-01 00:00:00+00", new Date("+010000-01-01T00:00:00Z")],
  [1184, "0044-03-15 00:00:00+00 BC", new Date("-000043-03-15T00:00:00Z")],
  [1114, "2024-05-01 10:00:00", new Date("2024-05-01T10:00:00Z")],
  [1082, "2024-05-01", new Date("2024-05-01T00:00:00Z")],
  [3802, '{"a": [1, null]}', { a: [1, null] }],
  [25, "12", "12"],
  [1700, "0.10", "0.10"],
])("the type %i reads %s", (oid, text, value) => {
  expect(read(oid, text)).toEqual(value);
});

test("what a program has pg.types do changes nothing", () => {
  const { getTypeParser, setTypeParser } = pg.types;
  for (const [oid, text] of [
    [21, "12"],
    [16, "t"],
    [1184, "2024-05-01 10:00:00+00"],
    [3802, "[1]"],
    [25, "x"],
  ] as const) {
    const before = read(oid, text);
    const parser = getTypeParser(oid);
    setTypeParser(oid, () => "changed");
    expect(read(oid, text)).toEqual(before);
    setTypeParser(oid, parser);
  }
});

test.each(["infinity", "-infinity", "01.05.2024 10:00:00 UTC", "294276-12-31 23:59:59+00", "Wed May 01"])(
  "the time %s is an error and neither null nor a number",
  (text) => {
    for (const oid of [1082, 1114, 1184]) expect(() => read(oid, text)).toThrow(UnreadableValueError);
  },
);

test("an error about a value says in which column it stands, and in which row", () => {
  const row = [
    ["game_id", "7f"],
    ["play_number", 3],
    ["created_at", "infinity"],
  ] as const;
  const error = located(
    thrownBy(() => read(1184, "infinity")),
    "created_at",
    row,
  ) as UnreadableValueError;
  expect(error).toBeInstanceOf(UnreadableValueError);
  expect(error.message).toMatch(/column created_at of the row with game_id 7f, play_number 3\.$/);
  expect(error.details).toEqual({
    value: "infinity",
    column: "created_at",
    row: { game_id: "7f", play_number: 3 },
  });
});
