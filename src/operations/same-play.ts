import { isDeepStrictEqual } from "node:util";
import { type Play, type PlayValues, situationAfter } from "../models/plays/index.js";
import type { GameStateValues } from "../statements/games.js";
import type { FoundPlay } from "../statements/plays.js";

/**
 * The fields in which a play differs from a stored one. When the same play is sent again, the time of sending is
 * another: it is not part of what the play is.
 */
export function differences(sent: PlayValues, stored: Play): string[] {
  const fields = Object.keys(sent) as (keyof PlayValues)[];
  return fields.filter((field) => field !== "createdAt" && !sameValue(field, sent[field], stored[field]));
}

/** A `real` is stored with fewer digits than a JavaScript number has, and JSON knows one zero where there are two. */
function sameValue(field: keyof PlayValues, sent: unknown, stored: unknown): boolean {
  if (field === "wpa" || field === "re24") return sameReal(sent as number | null, stored as number | null);
  if (typeof sent !== "object" || sent === null) return sent === stored;
  return isDeepStrictEqual(JSON.parse(JSON.stringify(sent)), stored);
}

/** Values that the sender did not know, and that were filled in since, do not make it another play. */
const sameReal = (sent: number | null, stored: number | null) =>
  sent === null || (stored !== null && Math.fround(sent) === Math.fround(stored));

const places = ["inning", "half", "homeScore", "awayScore"] as const;
const others = ["status", "winnerTeamId", "startedAt", "completedAt"] as const;

/**
 * The fields in which a state that is sent again with its play differs from the one that was recorded. As long as the play
 * is the latest change of its game, that is the game's row. Later the row says nothing of it any more: then only a state
 * that follows from the play itself, or is the present one, is taken for the same.
 */
export function stateDifferences(
  sent: GameStateValues,
  stored: Play,
  { game, isLatest }: FoundPlay,
): string[] {
  const unlike = (
    state: Partial<Record<keyof GameStateValues, unknown>>,
    fields: readonly (keyof GameStateValues)[],
  ) => fields.filter((field) => sent[field] !== null && !isSame(sent[field], state[field]));
  const differs = unlike(game, isLatest ? [...places, ...others] : places);
  const isOfPlay = !isLatest && unlike(situationAfter(stored), places).length === 0;
  return isOfPlay ? [] : differs.map((field) => `state.${field}`);
}

const isSame = (one: unknown, other: unknown) =>
  one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other;
