import type { WireQuery } from "../../connection/connection.js";
import { distributedCondition } from "../../connection/session-settings.js";

/** How long to wait for the answers of these queries, in milliseconds: each takes microseconds. */
const answerTimeout = 2_000;

const cluster = "(select system_identifier::text from pg_control_system())";

/**
 * Asks a primary for the end of its log: every commit that it has confirmed is before that. The position up to which the log is
 * on disk is not enough: with `synchronous_commit` off, a commit is confirmed before it is on disk. On a distributed
 * PostgreSQL, games are written to other logs.
 */
export const primaryPosition: WireQuery = {
  name: "primaryPosition",
  text: `select pg_current_wal_insert_lsn()::text, ${cluster}, ${distributedCondition}`,
  answerTimeout,
};

/** Asks a replica how far it has replayed its primary's log. */
export const replicaPosition: WireQuery = {
  name: "replicaPosition",
  text: `select pg_is_in_recovery(), pg_last_wal_replay_lsn()::text, ${cluster}`,
  answerTimeout,
};

/** Asks whether this is still a replica and has replayed the log up to a position: later reads then see everything before it. */
export function hasReached(position: string): WireQuery {
  return {
    name: "hasReached",
    text: "select pg_is_in_recovery() and pg_last_wal_replay_lsn() >= $1::pg_lsn",
    values: [position],
    // With its own time limit, it finds out that a replica is down before the read behind it, which may take long.
    ownRequest: true,
    answerTimeout,
  };
}

/** The beginning of every log. */
export const beginning = "0/0";

/** True when the second position in a log (PostgreSQL's `pg_lsn` as text) is not before the first. */
export function isAtLeast(position: string, reached: string): boolean {
  return bytesOf(reached) >= bytesOf(position);
}

function bytesOf(position: string): bigint {
  const [high = "", low = ""] = position.split("/");
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}
