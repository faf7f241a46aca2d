import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { ValidationError } from "../../../src/errors/errors.js";
import { parseGameFile } from "../../../src/import.js";
import { gameInput, gameStateInput } from "../../../src/models/games-table.js";
import { startingLineupInput, substitutionInput } from "../../../src/models/lineup-inputs.js";
import { lineupInput } from "../../../src/models/lineups-table.js";
import { playInput } from "../../../src/models/plays-table.js";
import { setInputLimits } from "../../../src/models/storable-values.js";
import { type LazySchema, merged, validate, validateWithoutZod } from "../../../src/models/validate.js";
import { worldSeriesText } from "../../support/examples.js";
import { propertyRuns } from "../../support/property-runs.js";
import { sampleGame, sampleGameId, samplePlay } from "../../support/sample-inputs.js";

afterEach(() => setInputLimits());

const odd = fc.oneof(
  fc.integer({ min: -3, max: 20 }),
  fc.constantFrom(
    ...[
      null,
      undefined,
      true,
      false,
      "",
      "63",
      "0",
      "P",
      "top",
      "sba",
      sampleGameId,
      sampleGameId.toUpperCase(),
    ],
    ...[Number.NaN, Number.POSITIVE_INFINITY, 1.5, -0.5, 2 ** 60, -40_000, 70_000],
  ),
  fc.constantFrom(new Date(Number.NaN), new Date("0000-01-01T00:00:00Z"), new Date("2020-07-24T00:00:00Z")),
  fc.constantFrom("nul \0", "half \ud800", {}, [], { at: new Date() }, { deep: [1, "two", null] }),
);

const sampleState = { gameId: sampleGameId, inning: 3, half: "top", homeScore: 0, awayScore: 2 };
const sampleSubstitution = () => ({
  ...{ gameId: sampleGameId, teamId: 1, leaves: [3], expectedVersion: 4 },
  changes: [
    { replaces: 7, position: "LF", playerId: 901, playerName: "Aaron" },
    { replaces: 8, position: "P" },
  ],
});
const sampleLineup = () => ({
  ...{ gameId: sampleGameId, teamId: 1 },
  players: [
    { position: "CF", battingOrder: 1, cardId: 11 },
    { position: "P", cardId: 12, playerName: null },
  ],
});

const samples = [
  ["plays", playInput, () => ({ ...samplePlay, createdAt: new Date(0) })],
  ["games", gameInput, () => ({ ...sampleGame, createdAt: new Date(0) })],
  ["a game's state", gameStateInput, () => ({ ...sampleState })],
  ["lineups", lineupInput, () => ({ gameId: sampleGameId, teamId: 1, position: "P" })],
  ["a substitution", substitutionInput, sampleSubstitution],
  ["a starting lineup", startingLineupInput, sampleLineup],
] as const;

/** The result of the schema alone; undefined where it refuses the input. */
function bySchema(schema: LazySchema, input: unknown): unknown {
  try {
    // Another function has no validator.
    return validate("The input", () => schema(), input);
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return undefined;
  }
}

it.each(samples)("validation without zod returns the same %s as the schema", (_, schema, sample) => {
  expect(validateWithoutZod(schema, sample())).toEqual(bySchema(schema, sample()));
  expect(validateWithoutZod(schema, sample())).toBeDefined();
  expect(validateWithoutZod(schema, { ...sample(), surprise: 1 })).toBeUndefined();
  const field = fc.constantFrom(...Object.keys(schema().shape), "surprise");
  fc.assert(
    fc.property(fc.array(fc.tuple(field, odd), { maxLength: 3 }), (changes) => {
      const input = { ...sample(), ...Object.fromEntries(changes) };
      const valid = validateWithoutZod(schema, input);
      if (valid !== undefined) expect(bySchema(schema, input)).toEqual(valid);
    }),
    { numRuns: propertyRuns(1_000) },
  );
});

/** The input, and every object and list in it. */
function partsOf(value: unknown): object[] {
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return [value, ...Object.values(value).flatMap(partsOf)];
}

const names = [
  ...["gameId", "teamId", "changes", "players", "leaves", "allowReentry", "expectedVersion", "replaces"],
  ...["position", "battingOrder", "cardId", "playerId", "playerName", "hit", "playMetadata", "season"],
  ...["toJSON", "__proto__", "surprise", "0", "2", "length"],
];
const forged = () => ({ forged: true });

/** What a program can do to an object besides setting its fields. */
const disguises: Readonly<Record<string, (part: object, name: string, value: unknown) => void>> = {
  field: (part, name, value) =>
    Object.defineProperty(part, name, { value, enumerable: true, configurable: true, writable: true }),
  hiddenField: (part, name, value) => Object.defineProperty(part, name, { value, configurable: true }),
  getter: (part, name, value) =>
    Object.defineProperty(part, name, { get: () => value, enumerable: true, configurable: true }),
  hiddenGetter: (part, name, value) =>
    Object.defineProperty(part, name, { get: () => value, configurable: true }),
  hiddenToJson: (part) => Object.defineProperty(part, "toJSON", { value: forged, configurable: true }),
  symbol: (part, _, value) => Object.assign(part, { [Symbol("surprise")]: value }),
  hiddenSymbol: (part, _, value) => Object.defineProperty(part, Symbol("surprise"), { value }),
  missing: (part, name) => Reflect.deleteProperty(part, name),
  noPrototype: (part) => Object.setPrototypeOf(part, null),
  inheritedField: (part, name, value) => Object.setPrototypeOf(part, { [name]: value }),
  inheritedGetter: (part, name, value) =>
    Object.setPrototypeOf(part, Object.defineProperty({}, name, { get: () => value })),
  inheritedToJson: (part) => Object.setPrototypeOf(part, { toJSON: forged }),
};

it.each(samples)("validation without zod returns the same %s for hidden and inherited fields", (...given) => {
  const [, schema, sample] = given;
  const disguise = fc.record({
    part: fc.nat(10),
    kind: fc.constantFrom(...Object.keys(disguises)),
    name: fc.constantFrom(...names),
    value: fc.oneof(odd, fc.constantFrom(1, 7, null, undefined)),
  });
  fc.assert(
    fc.property(fc.array(disguise, { minLength: 1, maxLength: 3 }), (changes) => {
      const input = sample();
      const parts = partsOf(input);
      for (const { part, kind, name, value } of changes) {
        try {
          disguises[kind]?.(parts[part % parts.length] as object, name, value);
        } catch (error) {
          // A list's length takes no such value.
          if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
        }
      }
      const valid = validateWithoutZod(schema, input);
      if (valid !== undefined) expect(bySchema(schema, input)).toEqual(valid);
    }),
    { numRuns: propertyRuns(1_000) },
  );
});

it("what was validated without zod shares no object with the input", () => {
  const input = sampleSubstitution();
  const valid = validateWithoutZod(substitutionInput, input) as typeof input;
  expect(valid.changes).not.toBe(input.changes);
  expect(valid.changes[0]).not.toBe(input.changes[0]);
  expect(valid.leaves).not.toBe(input.leaves);
  const withoutLeaves = { ...input, leaves: undefined };
  const [one, other] = [1, 2].map(() => validateWithoutZod(substitutionInput, withoutLeaves));
  expect(one?.leaves).toEqual([]);
  expect(one?.leaves).not.toBe(other?.leaves);
});

it("the limit of a list's elements also counts for lists that are validated without zod", () => {
  setInputLimits({ listElements: 1 });
  expect(validateWithoutZod(substitutionInput, sampleSubstitution())).toBeUndefined();
  expect(() => validate("The substitution", substitutionInput, sampleSubstitution())).toThrow(
    "must not have a list of more than 1 elements",
  );
});

it("an input that is merged of its parts is validated without zod", () => {
  const { expectedVersion, ...substitution } = sampleSubstitution();
  const whole = merged(substitution, { expectedVersion });
  expect(validateWithoutZod(substitutionInput, whole)).toMatchObject(sampleSubstitution());
});

it.each([null, 7, "play", [samplePlay]])("%o is left to the schema", (input) => {
  expect(validateWithoutZod(playInput, input)).toBeUndefined();
});

it("real plays are validated without zod", async () => {
  const { plays } = parseGameFile(JSON.parse(await worldSeriesText()));
  const undecided = plays.filter(
    (play) => validateWithoutZod(playInput, { ...play, gameId: sampleGameId }) === undefined,
  );
  expect(undecided).toEqual([]);
});
