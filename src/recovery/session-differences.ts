import type { GameSession } from "../models/game-sessions.js";
import type { Situation } from "../models/plays/index.js";
import type { RecoveryRows } from "../statements/recovery.js";
import { type RecoveredSession, type SnapshotField, snapshotFields } from "./types.js";

type Facts = Pick<RecoveryRows, "game" | "lastPlay" | "playCount"> & { readonly situation: Situation };

/**
 * Compares what a snapshot says of the game with what the plays say. The plays win: a snapshot is written beside
 * them, and may be of an earlier moment.
 */
export function recoverSession(session: GameSession, facts: Facts): RecoveredSession {
  const known = knownOf(facts);
  const { stateSnapshot } = session;
  const differences = snapshotFields.flatMap((field) => {
    const snapshot = Object.hasOwn(stateSnapshot, field) ? stateSnapshot[field] : undefined;
    const isComparable = typeof snapshot === "number" || typeof snapshot === "string";
    return isComparable && snapshot !== known[field] ? [{ field, snapshot, plays: known[field] }] : [];
  });
  return { session, differences };
}

function knownOf({ game, lastPlay, playCount, situation }: Facts): Record<SnapshotField, number | string> {
  const { inning, half, outs, homeScore, awayScore } = situation;
  return {
    ...{ inning, half, outs, homeScore, awayScore, playCount },
    lastPlay: lastPlay?.playNumber ?? 0,
    stateVersion: game.stateVersion,
  };
}
