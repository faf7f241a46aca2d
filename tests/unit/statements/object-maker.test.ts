import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { objectMaker, type Shape } from "../../../src/statements/statement.js";

afterEach(() => vi.unstubAllGlobals());

/** As Node does it under `--disallow-code-generation-from-strings`. */
function forbidCode(): void {
  vi.stubGlobal(
    "Function",
    class {
      constructor() {
        throw new EvalError("Code generation from strings disallowed for this context");
      }
    },
  );
}

const name = fc.string({ minLength: 1 }).filter((text) => text !== "__proto__");
const { shape } = fc.letrec<{ shape: Shape; part: number | Shape }>((tie) => ({
  part: fc.oneof({ depthSize: "small", withCrossShrink: true }, fc.nat({ max: 5 }), tie("shape")),
  shape: fc.dictionary(name, tie("part"), { maxKeys: 5 }),
}));
const values = ["a", null, 0, true, new Date(0), { b: 1 }];

/** The objects of a shape, made without the object maker. */
function made(part: number | Shape): unknown {
  if (typeof part === "number") return values[part];
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, made(inner)]));
}

test("objects have all properties and groups, with any names", () => {
  fc.assert(
    fc.property(shape, (given) => {
      expect(objectMaker(given)(values)).toEqual(made(given));
    }),
  );
});

test("they are the same, in the same order, if code generation from strings is disallowed", () => {
  fc.assert(
    fc.property(shape, (given) => {
      const written = objectMaker(given)(values);
      forbidCode();
      const set = objectMaker(given)(values);
      vi.unstubAllGlobals();
      expect(JSON.stringify(set)).toBe(JSON.stringify(written));
      expect(set).toEqual(written);
    }),
  );
});

test("each row gets a separate object", () => {
  const make = objectMaker({ id: 0, within: { name: 1 } });
  const [one, other] = [make([1, "a"]), make([2, "b"])];
  expect([one, other]).toEqual([
    { id: 1, within: { name: "a" } },
    { id: 2, within: { name: "b" } },
  ]);
});
