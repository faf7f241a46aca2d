import fc from "fast-check";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { toWireValues, typeParsers, withLocation } from "../../../src/connection/wire-values.js";
import {
  IdentifierOutOfRangeError,
  StatementRefusedError,
  UnreadableValueError,
} from "../../../src/errors/errors.js";
import { thrownBy } from "../../support/sample-inputs.js";

const int8 = 20;
const readInt8 = typeParsers.getTypeParser(int8, "text") as (text: string) => number;

test("a bigint is read exactly, up to 2^53 in both directions", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(readInt8(String(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});

test("a bigint beyond 2^53 is an error that names it, never a rounded number", () => {
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

test("parsers that a program sets in pg.types have no effect", () => {
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
  "the time %s is an error, not null and not a number",
  (text) => {
    for (const oid of [1082, 1114, 1184]) expect(() => read(oid, text)).toThrow(UnreadableValueError);
  },
);

test("an error about a value names its column and row", () => {
  const row = [
    ["game_id", "7f"],
    ["play_number", 3],
    ["created_at", "infinity"],
  ] as const;
  const error = withLocation(
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

const written = (value: unknown) => toWireValues([value])[0];

afterEach(() => {
  pg.defaults.parseInputDatesAsUTC = false;
});

test.each([
  ["2024-02-29T23:59:59.987Z", "2024-02-29T23:59:59.987+00"],
  ["0099-01-01T00:00:00.000Z", "0099-01-01T00:00:00.000+00"],
  ["+010000-01-01T00:00:00.000Z", "10000-01-01T00:00:00.000+00"],
  ["-000043-03-15T00:00:00.000Z", "0044-03-15T00:00:00.000+00 BC"],
])("the time %s is written in UTC, whatever pg.defaults say: %s", (time, text) => {
  for (const asUtc of [false, true]) {
    pg.defaults.parseInputDatesAsUTC = asUtc;
    expect(written(new Date(time))).toBe(text);
  }
});

test.each<[unknown, unknown]>([
  ["text", "text"],
  [1.5, "1.5"],
  [-0, "0"],
  [12345678901234567890n, "12345678901234567890"],
  [true, "true"],
  [null, null],
  [undefined, null],
  [{ a: [1, "b"] }, '{"a":[1,"b"]}'],
  [[1, null, 'a"b\\c', [true]], '{"1",NULL,"a\\"b\\\\c",{"true"}}'],
  [[], "{}"],
  [{ toPostgres: () => [1, 2] }, '{"1","2"}'],
  [[new Date(0)], '{"1970-01-01T00:00:00.000+00"}'],
  [[Buffer.from("é")], '{"\\\\xc3a9"}'],
])("%o is written as %j", (value, text) => {
  expect(written(value)).toBe(text);
});

test("bytes are sent unchanged, from any kind of array", () => {
  const bytes = Uint8Array.from([1, 2, 3, 4]);
  expect(written(bytes.subarray(1, 3))).toEqual(Buffer.from([2, 3]));
  expect(written(Buffer.from("é"))).toEqual(Buffer.from("é"));
});

test("a value without a text form is refused before anything is sent", () => {
  const circle: Record<string, unknown> = {};
  circle.itself = circle;
  const list: unknown[] = [];
  list.push(list);
  const own = { toPostgres: (): unknown => own };
  for (const value of [circle, list, own, new Date(Number.NaN), { a: 1n }, [circle]])
    expect(() => written(value)).toThrow(StatementRefusedError);
});
