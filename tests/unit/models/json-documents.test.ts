import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { jsonObjectOf } from "../../../src/models/input-snapshot.js";
import { setInputLimits } from "../../../src/models/storable-values.js";
import { propertyRuns } from "../../support/property-runs.js";

afterEach(() => setInputLimits());

/** With this limit no document counts as small: each is copied first, and checked afterwards. */
function readThoroughly(document: unknown): unknown {
  setInputLimits({ jsonValues: 199 });
  const read = jsonObjectOf(document);
  setInputLimits();
  return read;
}

const sparse = [1, 2, 3];
delete sparse[1];
const odd = fc.constantFrom<unknown>(
  ...[undefined, Number.NaN, Number.POSITIVE_INFINITY, -0, 1n, Symbol("s"), () => 1, "\0", "\ud800"],
  ...[new Date(0), new Map(), new Uint8Array(2), Object.create(null), Object.create({ a: 1 }), sparse],
  ...[
    Object.assign([1], { more: 1 }),
    { [Symbol("s")]: 1 },
    Object.defineProperty({}, "hidden", { value: 1 }),
  ],
  ...[JSON.parse('{"__proto__": {"a": 1}}'), { toJSON: () => 1 }, { toJSON: 1 }, new Proxy({ a: 1 }, {})],
);
const part = fc.letrec((tie) => ({
  part: fc.oneof({ maxDepth: 12 }, fc.jsonValue(), odd, tie("list"), tie("object")),
  list: fc.array(tie("part"), { maxLength: 4 }),
  object: fc.dictionary(fc.string({ unit: "binary" }), tie("part"), { maxKeys: 4 }),
})).part;

describe("a JSON document that is small", () => {
  it("returns the same result in the fast path as in the full one", () => {
    fc.assert(
      fc.property(part, (document) => {
        const thorough = readThoroughly(document);
        fc.pre(typeof document === "object");
        expect(jsonObjectOf(document)).toStrictEqual(thorough);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it("shares no object with the input", () => {
    const given = { list: [{ roll: 4 }] };
    const read = jsonObjectOf(given);
    given.list[0] = { roll: 5 };
    given.list.push({ roll: 6 });
    expect(read).toEqual({ list: [{ roll: 4 }] });
  });

  it("has each property read once", () => {
    let reads = 0;
    const read = jsonObjectOf({
      get roll() {
        reads += 1;
        return reads;
      },
    });
    expect(read).toEqual({ roll: 1 });
    expect(reads).toBe(1);
  });

  it("is refused if one of its properties throws", () => {
    const throwing = {
      get roll() {
        throw new Error("no");
      },
    };
    expect(jsonObjectOf(throwing)).toBeUndefined();
  });
});
