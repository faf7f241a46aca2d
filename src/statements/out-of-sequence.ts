import { and, sql } from "drizzle-orm";
import { games } from "../models/games.js";
import { counts, isUnmoved } from "./counted-game.js";
import { isAtExpectedVersion, newState } from "./games.js";
import { lastPlay } from "./life-cycle.js";
import { isNumberFree, playNumber, type RecordedValues, recordingStatement, statePrefix } from "./plays.js";

/** What a caller believes of a game in which a play need not follow from the one before it. */
export interface OutOfSequenceValues extends RecordedValues {
  /** Null where he does not say. */
  readonly expectedLastPlay: number | null;
}

/** The game's row keeps its state where a play comes after a later one. */
const newestState = Object.fromEntries(
  Object.entries(newState(statePrefix)).map(([field, value]) => [
    field,
    sql`case when ${playNumber} > played.last then ${value} else ${games[field as keyof typeof games.$inferSelect]} end`,
  ]),
);

/** As `recordPlay`, whatever the play before it and the game's status. */
export const recordPlayOutOfSequence = recordingStatement<OutOfSequenceValues>("recordPlayOutOfSequence", {
  set: { ...newestState, stateVersion: counts.stateVersion },
  from: sql`(select ${lastPlay} as last) played`,
  where: and(
    isAtExpectedVersion,
    isUnmoved,
    isNumberFree,
    sql`coalesce(${sql.placeholder("expectedLastPlay")}::int = played.last, true)`,
  ),
});
