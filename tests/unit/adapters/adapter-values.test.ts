import { getTableColumns, sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foreignRowReader, isTime } from "../../../src/adapters/adapter-values.js";
import {
  IdentifierOutOfRangeError,
  StatementFailedError,
  UnreadableValueError,
} from "../../../src/errors/errors.js";
import { games, plays } from "../../../src/models/schema.js";
import type { Field } from "../../../src/statements/statement.js";

const { id, wpa, inning, playMetadata, createdAt, locked, hitType, gameId } = getTableColumns(plays);
const read = (field: Field, value: unknown) => foreignRowReader([field])({ it: value })[0];
const instant = new Date("2024-02-29T23:59:59.987Z");

describe("a value becomes what Dugout's own connections return", () => {
  test.each<[what: string, Field, given: unknown, wanted: unknown]>([
    ["an identifier as text", id, "9007199254740991", 9007199254740991],
    ["an identifier as bigint", id, -9007199254740991n, -9007199254740991],
    ["an identifier as number", id, 7, 7],
    ["a count as text", inning, "12", 12],
    ["a real as text", wpa, "-0.337", -0.337],
    ["a real as number", wpa, -0.337, -0.337],
    ["JSON as text", playMetadata, '{"a":[1,null]}', { a: [1, null] }],
    ["JSON, parsed", playMetadata, { a: "{}" }, { a: "{}" }],
    ["a JSON string, parsed", playMetadata, "x", "x"],
    ["a time as Date", createdAt, instant, instant],
    ["a time in UTC", createdAt, "2024-02-29 23:59:59.987+00", instant],
    ["a time in ISO 8601", createdAt, "2024-02-29T23:59:59.987Z", instant],
    ["a time with an offset", createdAt, "2024-03-01 05:29:59.987+05:30", instant],
    ["a time with an offset in JSON", createdAt, "2024-02-29T20:29:59.987-03:30", instant],
    ["a time before time zones", createdAt, "1850-01-01 00:53:28+00:53:28", new Date("1850-01-01T00:00:00Z")],
    ["a time without milliseconds", createdAt, "2024-03-01 00:00:00+00", new Date("2024-03-01T00:00:00Z")],
    ["a boolean", locked, true, true],
    ["text of digits", hitType, "123", "123"],
    ["text that looks like JSON", hitType, "[1]", "[1]"],
    ["a UUID", gameId, "01920000-0000-7000-8000-000000000001", "01920000-0000-7000-8000-000000000001"],
    ["nothing", createdAt, null, null],
  ])("%s", (_, field, given, wanted) => {
    expect(read(field, given)).toEqual(wanted);
  });

  test("a time in any zone is the same instant", () => {
    const date = fc.date({ noInvalidDate: true, min: new Date("0001-01-02"), max: new Date("9999-12-30") });
    fc.assert(
      fc.property(date, fc.integer({ min: -719, max: 719 }), (at, minutes) => {
        const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
        const pad = (part: number) => String(part).padStart(2, "0");
        const zone = `${minutes < 0 ? "-" : "+"}${pad(hours)}${rest === 0 ? "" : `:${pad(rest)}`}`;
        expect(read(createdAt, local.replace("T", " ") + zone)).toEqual(at);
      }),
    );
  });

  test.each(["9007199254740993", 9007199254740993n, -(2 ** 60)])("%s is too large to be exact", (value) => {
    expect(() => read(id, value)).toThrow(IdentifierOutOfRangeError);
  });

  test.each(["infinity", "soon", 5])("%s is not a time", (value) => {
    expect(() => read(createdAt, value)).toThrow(UnreadableValueError);
  });
});

describe("an expression is read", () => {
  test("as the column whose type mapWith gave it", () => {
    expect(read(sql`lower(name)`.mapWith(hitType), "123")).toBe("123");
    expect(read(sql`max(at)`.mapWith(createdAt).as("at"), "2024-02-29 23:59:59.987+00")).toEqual(instant);
  });

  test("as the column, if it consists only of that column", () => {
    expect(read(sql<number>`${id}`, "5")).toBe(5);
    expect(read(sql`${hitType}`.as("kind"), "5")).toBe("5");
  });

  test("by its form if its type is not known", () => {
    const any = sql`entry.id`;
    expect([read(any, "5"), read(any, 5n), read(any, 5), read(any, "x"), read(any, null)]).toEqual([
      ...[5, 5, 5, "x", null],
    ]);
    expect([read(any, "[[1]]"), read(any, [[1]])]).toEqual([[[1]], [[1]]]);
    expect(() => read(any, "9007199254740993")).toThrow(IdentifierOutOfRangeError);
  });
});

test("rows come as arrays or as objects, with every column", () => {
  const reader = foreignRowReader([id, createdAt]);
  expect(reader(["1", null])).toEqual([1, null]);
  expect(reader({ id: 1n, created_at: null })).toEqual([1, null]);
  expect(() => reader({ id: 1n })).toThrow(StatementFailedError);
});

test("times are recognized", () => {
  expect([isTime(games.createdAt), isTime(games.id), isTime(sql`now()`)]).toEqual([true, false, false]);
});
