import type { GameState, PlayInput } from "dugout";

/** A game that plays can be recorded in. Its twenty lineup entries have consecutive ids: away's ten, then home's. */
export interface Slot {
  readonly gameId: string;
  readonly firstLineupId: number;
}

/** Every column of a play that a writer gives, so that every subject writes the same row. */
export type WholePlay = Required<{ [Field in keyof PlayInput]: Exclude<PlayInput[Field], undefined> }>;

/** What of a game changes with a play. */
export type PlayState = Pick<GameState, "inning" | "half" | "homeScore" | "awayScore">;

export const awayTeamId = 22;
export const homeTeamId = 11;
export const playsOfLoadedGame = 90;
export const entriesOfLineup = 10;

const notThere = {
  defenderId: null,
  runnerId: null,
  onSecondId: null,
  onThirdId: null,
  onSecondFinal: null,
  onThirdFinal: null,
  checkPos: null,
  responsibleBatterId: null,
  responsiblePitcherId: null,
  onFirstPitcherId: null,
  onSecondPitcherId: null,
  onThirdPitcherId: null,
  stolenBaseCode: null,
  caughtStealingCode: null,
  earnedRunCode: null,
  putoutPositions: null,
  assistPositions: null,
  errorPositions: null,
};

const counts = {
  ...{ pa: 1, ab: 1, hit: 1, double: 0, triple: 0, homerun: 0, bb: 0, ibb: 0, so: 0, hbp: 0, rbi: 0 },
  ...{ sacBunt: 0, sacFly: 0, gidp: 0, sb: 0, cs: 0, pickOff: 0, wildPitch: 0, passedBall: 0, balk: 0 },
  ...{ error: 0, bphr: 0, bpfo: 0, bp1b: 1, bplo: 0, outsRecorded: 0, earnedRuns: 0 },
  ...{ teamUnearnedRuns: 0, doublePlay: 0, triplePlay: 0 },
};

/** What every play of the benchmark has in common: a single, with a runner on first who goes to second. */
export const samePlay = {
  half: "top",
  ...{ outsBefore: 0, awayScore: 0, homeScore: 0 },
  ...{ isNewInning: false, isTied: false, isGoAhead: false, inPow: true },
  ...{ batterFinal: 1, onFirstFinal: 2, ...notThere },
  ...{ diceRoll: "2d6: 4+3, d20: 17", hitType: "ground_ball", locked: false, complete: true },
  resultDescription: "Single to left field; runner on first advances to second.",
  playMetadata: { roll: [4, 3, 17], column: "batter" },
  ...counts,
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
    // Last: copied first, and then added to, it would cost more than all that is measured.
    ...samePlay,
  };
}

export function stateOf(playNumber: number): PlayState {
  return { inning: inningOf(playNumber), half: "top", homeScore: 0, awayScore: 0 };
}

/** Each play follows from the one before it, as `recordPlay` wants it: nobody is put out, and nobody scores. */
export const inningOf = (_playNumber: number) => 1;
