import fc from "fast-check";
import type { JsonObject, PlayInput } from "../../src/index.js";
import { playRanges } from "../../src/models/plays-table.js";
import { positions } from "../../src/rules/vocabulary.js";
import { people, type StagedGame } from "./game-fixtures.js";
import { scoringChoices, scoringOf } from "./scoring-arbitraries.js";

type Ranged = keyof typeof playRanges;

/** Any value that a column with a range takes. */
export function inRange(field: Ranged): fc.Arbitrary<number> {
  const [smallest, largest] = playRanges[field];
  return field === "wpa" || field === "re24"
    ? real(smallest, largest)
    : fc.integer({ min: smallest, max: largest });
}

/** A number that a `real` column can store: no number so small that it would be stored as zero. */
function real(smallest: number, largest: number): fc.Arbitrary<number> {
  return fc
    .double({ min: smallest, max: largest, noNaN: true })
    .filter((value) => value === 0 || Math.abs(value) > 2e-45)
    .map((value) => value + 0);
}

/** Text that PostgreSQL can store. */
const text = fc.string({ unit: "binary", maxLength: 20 }).map((value) => value.replaceAll("\0", ""));

const key = text.filter((name) => name !== "__proto__");
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    ...[fc.constant(null), fc.boolean(), text, fc.integer()],
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const jsonObject = fc.dictionary(key, json, {
  maxKeys: 4,
  noNullPrototype: true,
}) as fc.Arbitrary<JsonObject>;

const results = ["ab", "bb", "hbp", "sacBunt", "sacFly", null] as const;
const hits = ["single", "double", "triple", "homerun", "strikeout", null] as const;
const free = ["sb", "cs", "pickOff", "wildPitch", "passedBall", "balk", "error"] as const;
const ballpark = ["bphr", "bpfo", "bp1b", "bplo"] as const;

/** Any play that follows every range and every rule. Each choice is limited to what the earlier choices allow. */
export function validPlay(game: StagedGame): fc.Arbitrary<PlayInput> {
  return fc.record(choices).map((chosen) => {
    const { numbers, labels, outs, runsBattedIn, result, scoring, ...rest } = chosen;
    const pa = result === null ? chosen.pa : 1;
    const counts = countsOf(pa, result, chosen);
    const moved = movement(chosen, pa, counts.homerun === 1);
    const runs = Object.values(moved).filter((final) => final === 4).length;
    const outsBefore = numbers.outsBefore;
    const outsRecorded = Math.min(outs, 3 - outsBefore);
    return {
      gameId: game.gameId,
      ...numbers,
      ...labels,
      ...counts,
      ...named(game, rest.present),
      ...moved,
      outsBefore,
      outsRecorded,
      rbi: Math.min(runsBattedIn, runs),
      ...scoringOf(game, scoring, { ...numbers, present: rest.present, moved, outsRecorded }),
    } as PlayInput;
  });
}

const ranged = (...fields: Ranged[]) =>
  fc.record(Object.fromEntries(fields.map((field) => [field, inRange(field)]))) as fc.Arbitrary<
    Record<Ranged, number>
  >;
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const bit = fc.integer({ min: 0, max: 1 });

const choices = {
  numbers: fc
    .tuple(
      ranged("inning", "outsBefore", "battingOrder", "awayScore", "homeScore", ...free, ...ballpark),
      fc.record({
        playNumber: inRange("playNumber"),
        wpa: orNull(inRange("wpa")),
        re24: orNull(inRange("re24")),
      }),
    )
    .map(([counts, others]) => ({ ...counts, ...others })),
  labels: fc.record({
    half: fc.constantFrom("top", "bottom"),
    ...{ isNewInning: fc.boolean(), isTied: fc.boolean(), isGoAhead: fc.boolean(), inPow: fc.boolean() },
    ...{ locked: fc.boolean(), complete: fc.boolean(), diceRoll: orNull(text), hitType: orNull(text) },
    ...{ resultDescription: orNull(text), checkPos: orNull(fc.constantFrom(...positions)) },
    playMetadata: jsonObject,
    createdAt: fc.date({ min: new Date("1970-01-01Z"), max: new Date("2199-12-31Z"), noInvalidDate: true }),
  }),
  pa: bit,
  result: fc.constantFrom(...results),
  hit: fc.constantFrom(...hits),
  ibb: bit,
  gidp: bit,
  outs: fc.integer({ min: 0, max: 3 }),
  runsBattedIn: fc.integer({ min: 0, max: 4 }),
  present: fc.record(Object.fromEntries(people.map((field) => [field, fc.boolean()]))),
  scoring: fc.record(scoringChoices),
  finals: fc.tuple(...[1, 1, 2, 3].map((from) => orNull(fc.integer({ min: from, max: 4 })))),
};

interface Chosen {
  readonly hit: (typeof hits)[number];
  readonly ibb: number;
  readonly gidp: number;
  readonly present: Record<string, boolean>;
  readonly finals: readonly (number | null | undefined)[];
}

/** A plate appearance has at most one result; a hit and a strikeout are at bats, and no at bat is both. */
function countsOf(pa: number, result: (typeof results)[number], { hit, ibb, gidp }: Chosen) {
  const is = (yes: boolean) => (yes ? 1 : 0);
  const ab = is(result === "ab");
  const kind = ab === 1 ? hit : null;
  return {
    ...{ pa, ab, bb: is(result === "bb"), hbp: is(result === "hbp") },
    ...{ sacBunt: is(result === "sacBunt"), sacFly: is(result === "sacFly") },
    ...{ hit: is(kind !== null && kind !== "strikeout"), so: is(kind === "strikeout") },
    ...{ double: is(kind === "double"), triple: is(kind === "triple"), homerun: is(kind === "homerun") },
    ...{ ibb: is(result === "bb") * ibb, gidp: ab * gidp },
  };
}

/** Where the batter and the runners went: only those on base, and no two to the same base. */
function movement({ present, finals }: Chosen, pa: number, homerun: boolean) {
  const [batter = null, first = null, second = null, third = null] = finals;
  const taken = new Set<number>();
  const reach = (final: number | null, there: boolean) => {
    if (final === null || !there || taken.has(final)) return null;
    if (final !== 4) taken.add(final);
    return final;
  };
  return {
    onThirdFinal: reach(third, present.onThirdId ?? false),
    onSecondFinal: reach(second, present.onSecondId ?? false),
    onFirstFinal: reach(first, present.onFirstId ?? false),
    batterFinal: homerun ? 4 : reach(batter, pa === 1),
  };
}

function named(game: StagedGame, present: Record<string, boolean>) {
  const required = new Set<string>(["batterId", "pitcherId"]);
  return Object.fromEntries(
    people.map((field) => [field, required.has(field) || present[field] ? game[field] : null]),
  );
}
