import type { Entry, GameRules, LiveGame } from "../live-game.js";
import type { PlayFacts, Turn } from "../situation.js";
import type { Position } from "../vocabulary.js";

/** A lineup entry of which the rules also know the name, for sentences. */
export interface NamedEntry extends Entry {
  readonly playerName: string | null;
  readonly cardId: number | null;
  readonly playerId: number | null;
}

/** What of an earlier play of the half-inning decides which runs are earned. */
export interface InningPlay extends PlayFacts, Turn {
  readonly playNumber: number;
  readonly playMetadata?: { readonly [key: string]: unknown } | undefined;
  readonly error?: number | undefined;
  readonly passedBall?: number | undefined;
  readonly double?: number | undefined;
  readonly triple?: number | undefined;
  readonly homerun?: number | undefined;
  readonly earnedRuns?: number | undefined;
  readonly earnedRunCode?: number | null | undefined;
  readonly teamUnearnedRuns?: number | undefined;
}

/** The columns of a play that make it an `InningPlay`: no others are kept, or read again. */
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

/** A game in which a play can be scored: what `recoverGame` returns, or anything that says as much. */
export interface ScoringGame<Who extends NamedEntry = NamedEntry> extends LiveGame<Who> {
  readonly gameId: string;
  readonly game: GameRules;
  /** How many plays there have been. */
  readonly playCount: number;
  /** The last play; null before the first. */
  readonly lastPlay: InningPlay | null;
  /** The plays of the half-inning so far, in order; without them no earlier run can become earned. */
  readonly inningPlays?: readonly InningPlay[] | undefined;
}

/** What a card game or an import knows of a play beside what happened. */
export interface PlayNotes {
  readonly diceRoll?: string | null | undefined;
  readonly hitType?: string | null | undefined;
  readonly resultDescription?: string | null | undefined;
  readonly checkPos?: Position | null | undefined;
  readonly playMetadata?: { readonly [key: string]: JsonValue } | undefined;
  readonly inPow?: boolean | undefined;
  readonly locked?: boolean | undefined;
  readonly createdAt?: Date | undefined;
  readonly bphr?: number | undefined;
  readonly bpfo?: number | undefined;
  readonly bp1b?: number | undefined;
  readonly bplo?: number | undefined;
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
