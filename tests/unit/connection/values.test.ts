import fc from "fast-check";
import { expect, test } from "vitest";
import { typeParsers } from "../../../src/connection/values.js";
import { IdentifierOutOfRangeError } from "../../../src/errors/index.js";

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

test("other types are read as the driver reads them", () => {
  const read = (oid: number, text: string) =>
    (typeParsers.getTypeParser(oid, "text") as (text: string) => unknown)(text);
  expect(read(16, "t")).toBe(true);
  expect(read(21, "12")).toBe(12);
  expect(read(700, "0.25")).toBe(0.25);
  expect(read(1184, "2024-05-01 10:00:00.123+00")).toEqual(new Date("2024-05-01T10:00:00.123Z"));
  expect(read(3802, '{"a": [1, null]}')).toEqual({ a: [1, null] });
  expect(read(25, "12")).toBe("12");
});
