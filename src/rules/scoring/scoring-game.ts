import type { Entry } from "../lineups/team-lineup.js";
import type { GameRules, LiveGame } from "../live-game.js";
import type { PlayFacts, Turn } from "../situation.js";
import type { Position } from "../vocabulary.js";

/** A lineup entry with the player's name, which is used in sentences. */
export interface NamedEntry extends Entry {
  /** The player's name, so that a reader need not ask another service; null when it is not known. */
  readonly playerName: string | null;
  /** The card, in a PD game; null in an SBA game. */
  readonly cardId: number | null;
  /** The player, in an SBA game; null in a PD game. */
  readonly playerId: number | null;
}

/** The fields of an earlier play of the half-inning that decide which runs are earned. */
export interface InningPlay extends PlayFacts, Turn {
  /** The place of the play in its game: 1, 2, 3 and so on, up to 32,767. */
  readonly playNumber: number;
  /** Whatever the league wants to keep with a play, as a JSON object. */
  readonly playMetadata?: { readonly [key: string]: unknown } | undefined;
  /** Errors of the fielding team, from 0 to 9. */
  readonly error?: number | undefined;
  /** Passed ball: 1 or 0. */
  readonly passedBall?: number | undefined;
  /** Two-base hit: 1 or 0. */
  readonly double?: number | undefined;
  /** Three-base hit: 1 or 0. */
  readonly triple?: number | undefined;
  /** Home run: 1 or 0. */
  readonly homerun?: number | undefined;
  /** Earned runs among the runs that scored, from 0 to 4. */
  readonly earnedRuns?: number | undefined;
  /**
   * Whose runs are earned: 1 for the runner from first, 2 from second, 4 from third, 8 for the batter, added up, from 0 to
   * 15; null when earnedRuns says it.
   */
  readonly earnedRunCode?: number | null | undefined;
  /**
   * Of the earned runs, those that are earned against the pitcher and not against the team, from 0 to 4 (Official Baseball
   * Rules 9.16(i)).
   */
  readonly teamUnearnedRuns?: number | undefined;
}

/** The columns of an `InningPlay`: no others are kept in memory or read again. */
export const inningPlayFields = [
  ...(["playNumber", "inning", "half", "outsBefore", "outsRecorded", "battingOrder", "awayScore"] as const),
  ...(["homeScore", "batterId", "pitcherId", "responsiblePitcherId", "onFirstId", "onSecondId"] as const),
  ...(["onThirdId", "onFirstPitcherId", "onSecondPitcherId", "onThirdPitcherId", "batterFinal"] as const),
  ...(["onFirstFinal", "onSecondFinal", "onThirdFinal", "hitType", "playMetadata", "pa", "hit"] as const),
  ...(["double", "triple", "homerun", "bb", "so", "hbp", "gidp", "error", "passedBall"] as const),
  ...(["earnedRuns", "earnedRunCode", "teamUnearnedRuns"] as const),
] as const satisfies readonly (keyof InningPlay)[];

export function inningPlayOf(play: InningPlay): InningPlay {
  const kept: Record<string, unknown> = {};
  for (const field of inningPlayFields) kept[field] = play[field];
  return kept as unknown as InningPlay;
}

/** A game in which a play can be scored: what `recoverGame` returns, or any object with the same fields. */
export interface ScoringGame<Who extends NamedEntry = NamedEntry> extends LiveGame<Who> {
  /** The game's id. */
  readonly gameId: string;
  /** The fields of the game's row that decide how it is played. */
  readonly game: GameRules;
  /** The number of plays so far. */
  readonly playCount: number;
  /** The last play; null before the first. */
  readonly lastPlay: InningPlay | null;
  /** The plays of the half-inning so far, in order; without them no earlier run can become earned. */
  readonly inningPlays?: readonly InningPlay[] | undefined;
}

/** What a card game or an import stores with a play besides what happened. */
export interface PlayNotes {
  /** The dice as rolled, such as 3+4. */
  readonly diceRoll?: string | null | undefined;
  /** Kind of batted ball or event, in the league's own words. */
  readonly hitType?: string | null | undefined;
  /** The play in words. */
  readonly resultDescription?: string | null | undefined;
  /** The fielding position whose rating was checked for this play, an X result on the card; null when there was no check. */
  readonly checkPos?: Position | null | undefined;
  /** Whatever the league wants to keep with a play, as a JSON object. */
  readonly playMetadata?: { readonly [key: string]: JsonValue } | undefined;
  /** True when the pitcher was past the point of weakness (POW), the limit of endurance on the card. */
  readonly inPow?: boolean | undefined;
  /** True when the play may no longer be changed. */
  readonly locked?: boolean | undefined;
  /** When the play was made. */
  readonly createdAt?: Date | undefined;
  /** Ballpark home run: 1 when the rating of the ballpark made the ball a home run, otherwise 0. */
  readonly bphr?: number | undefined;
  /** Ballpark flyout: 1 when the rating of the ballpark made the ball a flyout, otherwise 0. */
  readonly bpfo?: number | undefined;
  /** Ballpark single: 1 when the rating of the ballpark made the ball a single, otherwise 0. */
  readonly bp1b?: number | undefined;
  /** Ballpark lineout: 1 when the rating of the ballpark made the ball a lineout, otherwise 0. */
  readonly bplo?: number | undefined;
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
