import { type Column, getTableColumns } from "drizzle-orm";
import { type GameState, type PlayInput, plays } from "dugout";
import { hiddenColumns } from "./tables.js";

/** A game that plays can be recorded in. Its twenty lineup entries have consecutive ids: away's ten, then home's. */
export interface Slot {
  readonly gameId: string;
  readonly firstLineupId: number;
}

/** Every column of a play that a writer gives, so that every subject writes the same row. */
export type WholePlay = Required<{ [Field in keyof PlayInput]: Exclude<PlayInput[Field], undefined> }>;

/** The fields of a game that change with a play. */
export type PlayState = Pick<GameState, "inning" | "half" | "homeScore" | "awayScore">;

export const awayTeamId = 22;
export const homeTeamId = 11;
export const playsOfLoadedGame = 90;
export const entriesOfLineup = 10;

/** The fields that differ from play to play. */
const own = [
  ...(["gameId", "playNumber", "inning", "battingOrder", "batterId", "onFirstId"] as const),
  ...(["pitcherId", "catcherId", "createdAt"] as const),
];
type Own = (typeof own)[number];

/** Null in a column that may be null, the default in one that has a constant. */
function defaultOf({ notNull, default: constant }: Column): unknown {
  return notNull ? constant : null;
}

const defaults = Object.fromEntries(
  Object.entries(getTableColumns(plays))
    .filter(([name, column]) => ![...own, ...hiddenColumns].includes(name) && isGiven(column))
    .map(([name, column]) => [name, defaultOf(column)]),
) as Omit<WholePlay, Own>;

function isGiven({ generated, generatedIdentity }: Column): boolean {
  return generated === undefined && generatedIdentity === undefined;
}

/** The fields that are equal in all plays of the benchmark: a single, with a runner who goes from first to second. */
export const samePlay = {
  ...defaults,
  half: "top",
  ...{ outsBefore: 0, awayScore: 0, homeScore: 0 },
  ...{ isNewInning: false, isTied: false, isGoAhead: false, inPow: true },
  ...{ batterFinal: 1, onFirstFinal: 2 },
  ...{ diceRoll: "2d6: 4+3, d20: 17", hitType: "ground_ball", locked: false, complete: true },
  resultDescription: "Single to left field; runner on first advances to second.",
  playMetadata: { roll: [4, 3, 17], column: "batter" },
  ...{ pa: 1, ab: 1, hit: 1, bp1b: 1 },
  wpa: 0.031,
  re24: 0.42,
} as const;

/** Which people of a game's lineups, by place, a play of this number names. */
export function placesOf(playNumber: number) {
  return { batter: playNumber % 9, onFirst: (playNumber + 8) % 9, pitcher: 19, catcher: 10 };
}

export function playOf({ gameId, firstLineupId }: Slot, playNumber: number): WholePlay {
  const { batter, onFirst, pitcher, catcher } = placesOf(playNumber);
  return {
    gameId,
    playNumber,
    inning: inningOf(playNumber),
    battingOrder: batter + 1,
    batterId: firstLineupId + batter,
    onFirstId: firstLineupId + onFirst,
    pitcherId: firstLineupId + pitcher,
    catcherId: firstLineupId + catcher,
    createdAt: new Date(),
    // This is last because copying it first and then adding fields would cost more than everything that is measured.
    ...samePlay,
  };
}

export function stateOf(playNumber: number): PlayState {
  return { inning: inningOf(playNumber), half: "top", homeScore: 0, awayScore: 0 };
}

/** Each play follows from the one before it, as `recordPlay` requires: there are no outs and no runs. */
export const inningOf = (_playNumber: number) => 1;
