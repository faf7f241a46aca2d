import { getTableColumns } from "drizzle-orm";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlayInput, plays, ValidationError } from "../../../src/index.js";
import { playRules } from "../../../src/models/play-rules.js";
import { playInput, playPatterns, playRanges } from "../../../src/models/plays-table.js";
import { validate } from "../../../src/models/validate.js";
import { inRange, validPlay } from "../../support/arbitraries.js";
import { type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { propertyRuns } from "../../support/property-runs.js";

const database = serverDatabase();
const columns = getTableColumns(plays) as Record<string, { readonly name: string }>;
let client: pg.Client;
let game: StagedGame;

beforeAll(async () => {
  await using opened = await database().open();
  game = await stageGame(opened);
  client = new pg.Client({ connectionString: database().url });
  await client.connect();
  await client.query("begin");
});

afterAll(() => client.end());

/** The CHECK constraint that refuses a row; null if none does. */
async function refusedBy(row: PlayInput): Promise<string | null> {
  const fields = Object.entries(row);
  const names = fields.map(([field]) => columns[field]?.name);
  const places = fields.map((_, index) => `$${index + 1}`);
  await client.query("savepoint row");
  try {
    await client.query(
      `insert into plays (${names.join(", ")}) values (${places.join(", ")})`,
      fields.map(([, value]) => value),
    );
    return null;
  } catch (error) {
    const { code, message, constraint: named } = error as pg.DatabaseError;
    if (code === "22003") return "smallint";
    // A cluster leaves the field empty.
    const constraint = named ?? /constraint "(\w+)"/.exec(message)?.[1];
    if (code !== "23514" || constraint === undefined) throw new Error(`unexpected: ${message}`);
    return constraint;
  } finally {
    await client.query("rollback to savepoint row");
  }
}

function isRefusedByUs(row: PlayInput): boolean {
  try {
    validate("a play", playInput, row, playRules);
    return false;
  } catch (error) {
    if (error instanceof ValidationError) return true;
    throw error;
  }
}

const broken = (row: PlayInput) =>
  playRules.filter((rule) => !rule.holds(row as never)).map(({ name }) => name);

/** Fields that some rule reads, and what each may be by itself. */
function anyValue(field: string): fc.Arbitrary<unknown> {
  const person = fc.constantFrom(game.batterId, game.onFirstId, game.onSecondId, game.onThirdId);
  if (field === "batterId") return person;
  if (field.endsWith("Id")) return fc.option(person, { nil: null });
  const value = inRange(field as keyof typeof playRanges);
  return field.endsWith("Final") || field.endsWith("Code") ? fc.option(value, { nil: null }) : value;
}

/** A valid play in which some fields were given any value that they may have by themselves. */
function disturbedPlay(): fc.Arbitrary<PlayInput> {
  const fields = [...new Set(playRules.flatMap((rule) => rule.fields))];
  const change = fc.constantFrom(...fields).chain((field) => anyValue(field).map((value) => [field, value]));
  return fc
    .tuple(validPlay(game), fc.array(change, { maxLength: 3 }))
    .map(([play, changes]) => ({ ...play, ...Object.fromEntries(changes) }));
}

describe("our input check and PostgreSQL's constraints", () => {
  it("refuse exactly the same plays, among plays with individually valid fields", async () => {
    const verdicts = { taken: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(disturbedPlay(), async (row) => {
        const constraint = await refusedBy(row);
        expect(isRefusedByUs(row)).toBe(constraint !== null);
        if (constraint !== null) expect(broken(row)).toContain(constraint);
        verdicts[constraint === null ? "taken" : "refused"] += 1;
      }),
      { numRuns: propertyRuns(300) },
    );
    expect(verdicts.taken).toBeGreaterThan(propertyRuns(30));
    expect(verdicts.refused).toBeGreaterThan(propertyRuns(30));
  });

  for (const rule of playRules) {
    it(`agree on ${rule.name}, kept and broken`, async () => {
      // A fixed number of rows: if a rule cannot be broken, the test must fail instead of searching forever.
      const sample = fc.sample(disturbedOnly(rule.fields), { numRuns: 500, seed: 7 });
      for (const wanted of [[rule.name], []]) {
        const rows = sample.filter((row) => broken(row).join() === wanted.join()).slice(0, 8);
        expect(rows).not.toEqual([]);
        for (const row of rows) {
          expect(await refusedBy(row)).toBe(wanted[0] ?? null);
          expect(isRefusedByUs(row)).toBe(wanted.length > 0);
        }
      }
    });
  }

  for (const [field, [smallest, largest]] of Object.entries(playRanges)) {
    it(`agree on the range of ${field}, ${smallest} to ${largest}`, async () => {
      const [play] = fc.sample(validPlay(game), { numRuns: 1, seed: 3 }) as [PlayInput];
      for (const value of [smallest - 1, smallest, largest, largest + 1]) {
        const row = { ...play, [field]: value };
        const constraint = await refusedBy(row);
        expect([value, isRefusedByUs(row)]).toEqual([value, constraint !== null]);
        if (value < smallest || value > largest) expect(constraint).not.toBeNull();
      }
    });
  }

  for (const [field, { pattern }] of Object.entries(playPatterns)) {
    it(`agree on the form of ${field}, ${pattern}`, async () => {
      const [play] = fc.sample(validPlay(game), { numRuns: 1, seed: 3 }) as [PlayInput];
      const most = Number(/\d+(?=\}\$$)/.exec(pattern)?.[0]);
      const taken = ["1", "9", "63", "5".repeat(most), null];
      const refused = ["", "0", "5".repeat(most + 1), "6-3", "6 3", " 6", "6\n", "\n6", "x6", "6x", "６"];
      for (const value of [...taken, ...refused]) {
        const row = { ...play, [field]: value };
        const constraint = await refusedBy(row);
        expect([value, isRefusedByUs(row)]).toEqual([value, constraint !== null]);
        expect([value, constraint === null]).toEqual([value, taken.includes(value)]);
      }
    });
  }
});

/** A valid play in which only these fields may have any value of their own. */
function disturbedOnly(fields: readonly string[]): fc.Arbitrary<PlayInput> {
  const changed = fc.record(Object.fromEntries(fields.map((field) => [field, anyValue(field)])));
  return fc.tuple(validPlay(game), changed).map(([play, changes]) => ({ ...play, ...changes }));
}
