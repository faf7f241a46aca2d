import fc, { type Arbitrary } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, DatabaseOperations } from "../../../src/index.js";
import { newGame } from "../../support/game-fixtures.js";
import { propertyRuns } from "../../support/property-runs.js";
import { until } from "../../support/server-activity.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";
import { Calls, EndSession, UseLeftScope, UseOuter } from "./call-commands.js";
import { type Command, Model, Open, Real } from "./commands.js";
import { InsertAlone, Look, WholeTransaction } from "./database-commands.js";
import { rosterOf } from "./real-calls.js";
import { CommitAround, LeaveSavepoint, OpenSavepoint } from "./savepoint-commands.js";
import type { Call } from "./session-model.js";

/** How many sequences are tried. */
const runs = propertyRuns(600);
/** How many sequences are played at once, each on a game of its own. */
const lanes = 4;
const timeout = 600_000 + runs * 1_000;

const place = fc.constantFrom(0, 0, 0, 1, 1, 2);
const player = fc.integer({ min: 1, max: 8 });
const simpleCalls: fc.WeightedArbitrary<Call>[] = [
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("insert" as const), player }) },
  { weight: 1, arbitrary: fc.constant({ kind: "violate" as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: "read" as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("onCommit" as const), name: fc.nat({ max: 99 }) }) },
];
const left = fc.constantFrom("return" as const, "throw" as const);
/** A call may be a whole savepoint, with calls of its own. */
const savepointOf = (call: Arbitrary<Call>) =>
  fc.record({
    kind: fc.constant("savepoint" as const),
    calls: fc.array(call, { minLength: 1, maxLength: 3 }),
    how: left,
  });
const innerCall = fc.oneof(...simpleCalls, { weight: 2, arbitrary: savepointOf(fc.oneof(...simpleCalls)) });
const call = fc.oneof(...simpleCalls, { weight: 2, arbitrary: savepointOf(innerCall) });
const calls = fc.array(call, { minLength: 1, maxLength: 4 });
const end = fc.constantFrom("commit" as const, "commit" as const, "rollback" as const, "close" as const);
const outer = fc.constantFrom("run" as const, "savepoint" as const, "commit" as const, "close" as const);
const ending = fc.constantFrom("return" as const, "throw" as const, "forget" as const);

/** Each as often as the number says. */
const weighted: [number, Arbitrary<Command>][] = [
  [3, place.map((place) => new Open(place))],
  [8, fc.tuple(place, calls, fc.boolean()).map((given) => new Calls(...given))],
  [6, place.map((place) => new OpenSavepoint(place))],
  [6, fc.tuple(place, left).map((given) => new LeaveSavepoint(...given))],
  [2, fc.tuple(place, end).map((given) => new EndSession(...given))],
  [2, place.map((place) => new CommitAround(place))],
  [2, fc.tuple(place, outer).map((given) => new UseOuter(...given))],
  [1, place.map((place) => new UseLeftScope(place))],
  [1, player.map((player) => new InsertAlone(player))],
  [1, fc.tuple(calls, ending).map((given) => new WholeTransaction(...given))],
  [1, fc.constant(new Look())],
];
const commands = weighted.flatMap(([times, command]) => Array.from({ length: times }, () => command));

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await testDatabase.open({ poolSize: 4 * lanes });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

test(`sessions do what their model says, in ${runs} random sequences of calls`, { timeout }, async () => {
  const sequences = fc.commands(commands, { maxCommands: 40, size: "max" });
  const property = fc.asyncProperty(sequences, play);
  const numRuns = Math.ceil(runs / lanes);
  await Promise.all(Array.from({ length: lanes }, () => fc.assert(property, { numRuns })));
  await until("every connection is back", () => {
    const { idle, open, waiting } = database.figures;
    return idle === open && waiting === 0;
  });
});

/** Plays a sequence on a game of its own. */
async function play(sequence: Iterable<Command>): Promise<void> {
  const { id } = await new DatabaseOperations(database).createGame(newGame());
  const model = new Model();
  const real = new Real(database, id);
  try {
    for (const place of [0, 1]) await new Open(place).run(model, real);
    await fc.asyncModelRun(() => ({ model, real }), sequence);
    await agree(model, real);
  } finally {
    await real.end();
  }
}

/** Ends what is open, and compares what is committed. */
async function agree({ store }: Model, real: Real): Promise<void> {
  await real.end();
  expect(await rosterOf(new DatabaseOperations(database), real.gameId)).toEqual(store.roster);
  expect(real.called).toEqual(store.called);
}
