import type { Play } from "../../models/plays-table.js";
import { nameOf, type TeamEntry } from "../../rules/lineups/team-lineup.js";
import type { Situation } from "../../rules/situation.js";

/** What can be wrong with a stored game, and what each kind means. */
export const inconsistencyKinds = {
  "play-number": "plays are not numbered 1, 2, 3 … without a gap",
  inning: "a play is in the wrong half-inning",
  outs: "the outs before a play are wrong, or exceed three",
  score: "the score before a play differs from the score after the previous one",
  runner: "a runner appears, disappears, or is on the wrong base",
  "batting-order": "a batter bats out of order, or in a place that is not his",
  "not-in-game": "a play names a player who is not in the game at that time, or is on the other team",
  fielder: "a pitcher, catcher or fielder has another position",
  "player-twice": "a player is in two places at once",
  "slot-twice": "two players have the same place in the batting order",
  "position-twice": "two players have the same fielding position",
  lineup: "a lineup entry contradicts the plays or the other entries",
  "after-the-end": "a play came after the game was over",
  "game-state": "the game's inning, half or score does not follow from the last play",
  status: "the game's status does not fit its plays",
  winner: "the winner did not win",
  decision: "a pitcher has a decision that he cannot have",
} as const;

export type InconsistencyKind = keyof typeof inconsistencyKinds;

/** A contradiction in a stored game. */
export interface Inconsistency {
  /** The kind of inconsistency. */
  readonly kind: InconsistencyKind;
  /** The number of the play in which it shows; undefined if it concerns the whole game. */
  readonly play?: number;
  /** A sentence that says what is wrong. */
  readonly message: string;
}

/** A contradiction in one play, and what the play should say, if that is known. */
export interface Finding {
  readonly kind: InconsistencyKind;
  readonly message: string;
  readonly correction?: Partial<Play>;
}

/** The name of an entry in a message: `Javier Báez (lineup entry 12)`. */
export function entryText(entry: TeamEntry): string {
  return `${nameOf(entry)} (lineup entry ${entry.id})`;
}

export function placeText({ inning, half }: Pick<Situation, "inning" | "half">): string {
  return `the ${half} of inning ${inning}`;
}

/** The score with the visitors first. */
export function scoreText({ awayScore, homeScore }: Pick<Situation, "awayScore" | "homeScore">): string {
  return `${awayScore}:${homeScore}`;
}

export function outsText(outs: number): string {
  return outs === 1 ? "1 out" : `${outs} outs`;
}
