import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { wireValuesOf } from "../../../src/connection/wire-values.js";
import { StatementRefusedError } from "../../../src/errors/index.js";

const written = (value: unknown) => wireValuesOf([value])[0];

afterEach(() => {
  pg.defaults.parseInputDatesAsUTC = false;
});

test.each([
  ["2024-02-29T23:59:59.987Z", "2024-02-29T23:59:59.987+00"],
  ["0099-01-01T00:00:00.000Z", "0099-01-01T00:00:00.000+00"],
  ["+010000-01-01T00:00:00.000Z", "10000-01-01T00:00:00.000+00"],
  ["-000043-03-15T00:00:00.000Z", "0044-03-15T00:00:00.000+00 BC"],
])("the time %s is written in UTC, whatever the program's globals say: %s", (time, text) => {
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

test("bytes are sent as they are, whatever array they stand in", () => {
  const bytes = Uint8Array.from([1, 2, 3, 4]);
  expect(written(bytes.subarray(1, 3))).toEqual(Buffer.from([2, 3]));
  expect(written(Buffer.from("é"))).toEqual(Buffer.from("é"));
});

test("what has no text is refused before anything is sent", () => {
  const circle: Record<string, unknown> = {};
  circle.itself = circle;
  const list: unknown[] = [];
  list.push(list);
  const own = { toPostgres: (): unknown => own };
  for (const value of [circle, list, own, new Date(Number.NaN), { a: 1n }, [circle]])
    expect(() => written(value)).toThrow(StatementRefusedError);
});
