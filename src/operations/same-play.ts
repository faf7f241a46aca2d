import { isDeepStrictEqual } from "node:util";
import type { Play, PlayValues } from "../models/plays/index.js";
import type { GameStateValues } from "../statements/games.js";

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

const stateFields = [
  ...(["inning", "half", "homeScore", "awayScore"] as const),
  ...(["status", "winnerTeamId", "startedAt", "completedAt"] as const),
];

/**
 * A hash of a state (FNV-1a, 32 bits), which is stored with the play that it was recorded with: so a play that is sent
 * again with another state is told from a repetition, however far the game has gone since.
 */
export function stateHash(state: GameStateValues): number {
  const text = JSON.stringify(stateFields.map((field) => state[field]));
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}
