import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isStorableText, jsonFault } from "../../../src/models/storable-values.js";
import { propertyRuns } from "../../support/property-runs.js";

const isStorableJson = (value: unknown) => jsonFault(value) === undefined;

const anything = fc.anything({
  maxDepth: 4,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  values: [
    fc.double(),
    fc.constantFrom(0, null, undefined, true),
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
  ],
});

/** JSON has no negative zero; nothing else may differ. */
function withOneZero(value: unknown): unknown {
  if (typeof value === "number") return value === 0 ? 0 : value;
  if (Array.isArray(value)) return value.map(withOneZero);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withOneZero(item)]));
}

test("accepted JSON is unchanged after a round trip", () => {
  fc.assert(
    fc.property(anything, (value) => {
      fc.pre(isStorableJson(value));
      expect(JSON.parse(JSON.stringify(value))).toEqual(withOneZero(value));
    }),
    { numRuns: propertyRuns(2_000) },
  );
});

test("parsed JSON is accepted, apart from texts that cannot be stored", () => {
  const text = fc.string({ unit: "grapheme" }).map((made) => made.replaceAll("\0", ""));
  const read = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(text, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(read, (value) => {
      expect(isStorableJson(JSON.parse(JSON.stringify(value)))).toBe(true);
    }),
  );
});

const cycle: Record<string, unknown> = {};
cycle.self = cycle;
const deep = (depth: number) => Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 0);

describe("JSON refuses", () => {
  test.each<[string, unknown]>([
    ["undefined", undefined],
    ["undefined in an object", { a: undefined }],
    ["a list with holes", new Array(3)],
    ["a number that is not finite", [Number.POSITIVE_INFINITY]],
    ["NaN", { a: { b: Number.NaN } }],
    ["a bigint", 1n],
    ["a function", { a: () => 1 }],
    ["a symbol", Symbol("a")],
    ["a Date", { a: new Date(0) }],
    ["a Map", new Map()],
    ["an instance of a class", new (class Thing {})()],
    ["a NUL character in text", { a: "x\0y" }],
    ["a NUL character in a key", { "x\0": 1 }],
    ["half of a surrogate pair in text", ["\ud800"]],
    ["half of a surrogate pair in a key", { "\udfff": 1 }],
    ["a value that contains itself", cycle],
    ["a value nested deeper than 64 levels", deep(65)],
  ])("%s", (_, value) => {
    expect(isStorableJson(value)).toBe(false);
  });
});

test("JSON may be nested 64 levels deep, and an object may be without a prototype", () => {
  expect(isStorableJson(deep(64))).toBe(true);
  expect(isStorableJson(Object.assign(Object.create(null), { a: 1 }))).toBe(true);
});

test("text is storable exactly if it is well-formed Unicode without NUL", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), (binary, graphemes) => {
      for (const text of [binary, graphemes, `${binary}\0`, `${graphemes}\ud83d`]) {
        const survives = Buffer.from(text, "utf8").toString("utf8") === text && !text.includes("\0");
        expect(isStorableText(text)).toBe(survives);
      }
    }),
  );
});
