import fc from "fast-check";
import type { StagedGame } from "./game-fixtures.js";

const fielders = (most: number) =>
  fc.option(fc.stringMatching(new RegExp(`^[1-9]{1,${most}}$`)), { nil: null });
const code = (most: number) => fc.option(fc.integer({ min: 0, max: most }), { nil: null });
const persons = ["batterId", "pitcherId", "runnerId", "defenderId", null] as const;
const person = fc.constantFrom(...persons);

/** The choices about credits and errors of a play, before they are limited to what the play allows. */
export const scoringChoices = {
  responsible: fc.record({ responsibleBatterId: person, responsiblePitcherId: person }),
  charged: fc.tuple(person, person, person),
  stolen: code(7),
  caught: code(7),
  earned: code(15),
  teamUnearned: fc.integer({ min: 0, max: 4 }),
  fielders: fc.record({
    putoutPositions: fielders(3),
    assistPositions: fielders(10),
    errorPositions: fielders(9),
  }),
  doublePlay: fc.integer({ min: 0, max: 1 }),
  triplePlay: fc.integer({ min: 0, max: 1 }),
};

type Chosen<Choices> = {
  readonly [Name in keyof Choices]: Choices[Name] extends fc.Arbitrary<infer Value> ? Value : never;
};

/** The fields of a play that limit its credits and errors. */
interface Facts {
  readonly present: Readonly<Record<string, boolean>>;
  readonly moved: Readonly<Record<string, number | null>>;
  readonly outsRecorded: number;
  readonly sb: number;
  readonly cs: number;
}

/** Columns that keep to every rule of scoring; counts that a code must agree with are counted from it. */
export function scoringOf(game: StagedGame, chosen: Chosen<typeof scoringChoices>, facts: Facts) {
  const { present, moved, outsRecorded } = facts;
  const there = ["onFirstId", "onSecondId", "onThirdId"].map((field) => present[field] === true);
  const scored = ["onFirstFinal", "onSecondFinal", "onThirdFinal", "batterFinal"].map(
    (field) => moved[field] === 4,
  );
  const stolenBaseCode = within(chosen.stolen, there);
  const caughtStealingCode = within(chosen.caught, there);
  const earnedRunCode = within(chosen.earned, scored);
  const runs = scored.filter(Boolean).length;
  const earnedRuns = earnedRunCode === null ? Math.min(chosen.teamUnearned, runs) : peopleIn(earnedRunCode);
  const id = (field: (typeof persons)[number]) => (field === null ? null : game[field]);
  const [first = null, second = null, third = null] = chosen.charged.map((field, base) =>
    there[base] ? id(field) : null,
  );
  return {
    responsibleBatterId: id(chosen.responsible.responsibleBatterId),
    responsiblePitcherId: id(chosen.responsible.responsiblePitcherId),
    ...{ onFirstPitcherId: first, onSecondPitcherId: second, onThirdPitcherId: third },
    ...{ stolenBaseCode, sb: stolenBaseCode === null ? facts.sb : peopleIn(stolenBaseCode) },
    ...{ caughtStealingCode, cs: caughtStealingCode === null ? facts.cs : peopleIn(caughtStealingCode) },
    ...{ earnedRunCode, earnedRuns, teamUnearnedRuns: Math.min(chosen.teamUnearned, earnedRuns) },
    ...chosen.fielders,
    doublePlay: outsRecorded >= 2 ? chosen.doublePlay : 0,
    triplePlay: outsRecorded === 3 ? chosen.triplePlay : 0,
  };
}

const peopleIn = (bits: number) => [1, 2, 4, 8].filter((bit) => (bits & bit) !== 0).length;

/** The part of a code that is possible. */
function within(chosen: number | null, possible: readonly boolean[]): number | null {
  if (chosen === null) return null;
  return possible.reduce((bits, isPossible, index) => bits + (isPossible ? chosen & (2 ** index) : 0), 0);
}
