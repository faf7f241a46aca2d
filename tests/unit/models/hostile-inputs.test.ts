import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { ConfigurationError, ValidationError } from "../../../src/errors/errors.js";
import { gameSessionInput } from "../../../src/models/game-sessions-table.js";
import { gameInput, gameStateInput } from "../../../src/models/games-table.js";
import { lineupInput } from "../../../src/models/lineups-table.js";
import { playInput } from "../../../src/models/plays-table.js";
import { inputLimits, setInputLimits } from "../../../src/models/storable-values.js";
import { merged, validate } from "../../../src/models/validate.js";
import { sampleGame, sampleGameId, samplePlay, thrownBy } from "../../support/sample-inputs.js";

afterEach(() => setInputLimits());

const tables = [
  ["a play", playInput, samplePlay],
  ["a game", gameInput, sampleGame],
  ["a lineup entry", lineupInput, { gameId: sampleGameId, teamId: 1, position: "P" }],
  ["a game session", gameSessionInput, { gameId: sampleGameId }],
  [
    "a game's state",
    gameStateInput,
    { gameId: sampleGameId, inning: 3, half: "top", homeScore: 0, awayScore: 2 },
  ],
] as const;

const check = (input: unknown) => validate<Record<string, unknown>>("The play", playInput, input);
const withMetadata = (playMetadata: unknown) => ({ ...samplePlay, playMetadata });

function issuesOf(input: unknown): Record<string, string> {
  const error = thrownBy(() => check(input)) as ValidationError;
  expect(error).toBeInstanceOf(ValidationError);
  expect(error.message.length).toBeLessThan(100_000);
  return Object.fromEntries(error.issues.map(({ field, message }) => [field, message]));
}

const throwing: PropertyDescriptor = {
  enumerable: true,
  get: () => {
    throw new RangeError("not today");
  },
};
const shared = (times: number) =>
  Array.from({ length: times }).reduce<unknown>((part) => ({ left: part, right: part }), {});
const cycle: Record<string, unknown> = {};
cycle.list = [cycle, cycle];
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const endless: unknown = new Proxy(
  {},
  {
    ownKeys: () => ["a", "b"],
    get: () => endless,
    has: () => true,
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }),
  },
);

describe("a JSON document is refused when it", () => {
  test.each<[string, unknown]>([
    ["has a hidden toJSON", Object.defineProperty({ a: 1 }, "toJSON", { value: () => ({ b: 2 }) })],
    ["has a toJSON", { toJSON: () => ({ b: 2 }) }],
    [
      "gets a toJSON from its class",
      new (class {
        a = 1;
        toJSON() {
          return 2;
        }
      })(),
    ],
    ["has a hidden property", Object.defineProperty({ a: 1 }, "b", { value: 2 })],
    ["has a symbol for a key", { [Symbol("a")]: 1 }],
    ["has a symbol for a key deep inside", { a: [{ [Symbol("a")]: 1 }] }],
    ["has a list with a property of its own", { a: Object.assign([1], { b: 2 }) }],
    ["has a list with a toJSON", { a: Object.assign([1], { toJSON: () => [] }) }],
    ["has a getter that throws", Object.defineProperty({}, "a", throwing)],
    ["has a getter that throws deep inside", { a: [Object.defineProperty({}, "a", throwing)] }],
    ["is a revoked proxy", revoked.proxy],
    ["has no end", endless],
    ["contains itself", cycle],
    ["has 2^26 paths", shared(26)],
    ["has 2^60 paths", shared(60)],
    ["has a list of 400,000 elements", { a: new Array(400_000).fill(0) }],
    ["has a list with 4 billion holes", { a: new Array(4_000_000_000) }],
    ["has a text of 100 million characters", { a: "x".repeat(100_000_000) }],
    ["has a key of 100 million characters", { ["x".repeat(100_000_000)]: 1 }],
    ["holds bytes", { a: new Uint8Array(50_000_000) }],
    ["holds a boxed text", { a: Object("x".repeat(1_000_000)) }],
  ])("%s", (_, metadata) => {
    expect(Object.keys(issuesOf(withMetadata(metadata)))).toEqual(["playMetadata"]);
  });
});

describe("an input is refused when it", () => {
  test.each<[string, unknown, string]>([
    ["has a getter that throws", Object.defineProperty({ ...samplePlay }, "inning", throwing), "inning"],
    ["has a symbol for a key", { ...samplePlay, [Symbol("a")]: 1 }, "Symbol(a)"],
    ["is a revoked proxy", revoked.proxy, ""],
    ["has a date that is none", { ...samplePlay, createdAt: Object.create(Date.prototype) }, "createdAt"],
    ["has a proxy for a date", { ...samplePlay, createdAt: new Proxy(new Date(0), {}) }, "createdAt"],
    ["contains itself", { ...samplePlay, inning: cycle }, "inning"],
    ["has a symbol for a number", { ...samplePlay, playNumber: Symbol("a") }, "playNumber"],
    ["has 50,000 fields", Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [index, 0])), ""],
    ["has a long unknown field", { ...samplePlay, ["x".repeat(1e6)]: 1 }, `${"x".repeat(100)}…`],
  ])("%s", (_, input, field) => {
    expect(Object.keys(issuesOf(input))).toContain(field);
  });

  test("is merged from parts that throw or have symbols", () => {
    const parts = [Object.defineProperty({ ...samplePlay }, "inning", throwing), { [Symbol("a")]: 1 }];
    expect(Object.keys(issuesOf(merged(...parts))).toSorted()).toEqual(["Symbol(a)", "inning"]);
    expect(Object.keys(issuesOf(merged(revoked.proxy, samplePlay)))).toEqual([""]);
  });

  test("gets a toJSON that the program adds to every object", () => {
    Object.defineProperty(Object.prototype, "toJSON", { value: () => "forged", configurable: true });
    try {
      expect(issuesOf(withMetadata({ a: 1 }))).toHaveProperty("playMetadata");
    } finally {
      Reflect.deleteProperty(Object.prototype, "toJSON");
    }
  });
});

test("a part that appears several times is counted each time, up to the limit", () => {
  expect(check(withMetadata({ a: shared(5) })).playMetadata).toEqual({ a: shared(5) });
});

test("the checked copy is sent, even if the input changes between two reads", () => {
  const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 }).map(cleaned);
  fc.assert(
    fc.property(json, fc.jsonValue(), fc.boolean(), (document, later, isProxy) => {
      const input = isProxy ? changingProxy(document, later) : changingGetters(document, later);
      const taken = check(withMetadata(input)).playMetadata;
      expect(taken).toEqual(document);
      expect(JSON.parse(JSON.stringify(taken))).toEqual(JSON.parse(JSON.stringify(document)));
    }),
  );
});

test("any input is either copied or refused with a ValidationError", () => {
  const value = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSparseArray: true,
    withNullPrototype: true,
    withTypedArray: true,
    withBoxedValues: true,
  });
  const field = fc.constantFrom(...Object.keys(playInput().shape), "surprise", "__proto__");
  fc.assert(
    fc.property(fc.array(fc.tuple(field, value), { maxLength: 3 }), (changes) => {
      const input = { ...samplePlay };
      for (const [name, held] of changes)
        Object.defineProperty(input, name, {
          value: held,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      try {
        const taken = check(input);
        expect(() => JSON.stringify(taken)).not.toThrow();
        const { playMetadata } = input as { playMetadata?: unknown };
        if (playMetadata !== undefined) expect(taken.playMetadata).not.toBe(playMetadata);
      } catch (error) {
        expect(error).toBeInstanceOf(ValidationError);
      }
    }),
  );
});

describe.each(tables)("the size of %s is limited", (_, schema, sample) => {
  const tooLarge = [
    "x".repeat(10_001),
    "x".repeat(10_000_000),
    { a: "x".repeat(1_000_001) },
    { a: new Array(50_001).fill(1) },
  ];

  test.each(Object.keys(schema().shape))("in %s", (field) => {
    for (const value of tooLarge) {
      const error = thrownBy(() => validate("The input", schema, { ...sample, [field]: value }));
      expect(error).toBeInstanceOf(ValidationError);
      expect((error as ValidationError).issues.map((issue) => issue.field)).toContain(field);
    }
  });
});

test("characters are counted as PostgreSQL counts them", () => {
  expect(check({ ...samplePlay, resultDescription: "⚾".repeat(10_000) })).toBeDefined();
  expect(check({ ...samplePlay, resultDescription: "😀".repeat(10_000) })).toBeDefined();
  expect(issuesOf({ ...samplePlay, resultDescription: "😀".repeat(10_001) })).toEqual({
    resultDescription: "must have at most 10,000 characters",
  });
});

test("a season has at most 100 characters", () => {
  const season = (characters: number) =>
    validate("The game", gameInput, { ...sampleGame, season: "9".repeat(characters) });
  expect(season(100)).toBeDefined();
  for (const characters of [101, 9_000])
    expect(() => season(characters)).toThrow("season must have at most 100 characters");
});

test("limits can be raised, lowered and reset, and wrong ones change nothing", () => {
  const long = { ...samplePlay, resultDescription: "x".repeat(20_000) };
  setInputLimits({ textCharacters: 20_000, jsonValues: 100_000 });
  expect(check(long)).toBeDefined();
  expect(check(withMetadata({ a: new Array(90_000).fill(1) }))).toBeDefined();
  for (const wrong of [{ jsonValues: 0 }, { jsonValues: 1.5 }, { jsonValues: 1e9 }, { jsonBytes: 1 }])
    expect(() => setInputLimits(wrong)).toThrow(ConfigurationError);
  expect(inputLimits()).toMatchObject({ textCharacters: 20_000, jsonValues: 100_000 });
  setInputLimits();
  expect(issuesOf(long)).toHaveProperty("resultDescription");
});

/** `JSON` has no negative zero, and PostgreSQL stores no NUL and no lone surrogate. */
function cleaned(document: object): object {
  return JSON.parse(
    JSON.stringify(document)
      .replaceAll("\\u0000", "")
      .replaceAll(/\\ud[89a-f]../gi, ""),
  );
}

function changingGetters(document: object, later: unknown): object {
  const input = {};
  for (const [key, value] of Object.entries(document)) {
    let read = 0;
    const get = () => (read++ === 0 ? value : later);
    Object.defineProperty(input, key, { get, enumerable: true });
  }
  return input;
}

function changingProxy(document: object, later: unknown): object {
  const read = new Set<PropertyKey>();
  return new Proxy(document, {
    get(target, key) {
      if (read.has(key)) return later;
      read.add(key);
      return Reflect.get(target, key);
    },
  });
}
