import { isDeepStrictEqual } from "node:util";
import type { Play, PlayValues } from "../models/plays/index.js";

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
