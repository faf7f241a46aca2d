import type { WireQuery } from "../../connection/connection.js";
import { distributedCondition } from "../../connection/session-settings.js";

/** How long to wait for the answers of these queries, in milliseconds: each takes microseconds. */
const answerTimeout = 2_000;

const cluster = "(select system_identifier::text from pg_control_system())";

/**
 * Asks a primary how far its log is: every commit that it has confirmed lies before that. How far the log is written to disk
 * would not do: with `synchronous_commit` off, a commit is confirmed before. On a distributed PostgreSQL the log is not the
 * one that games are written to.
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

/** Asks whether this is a replica still, and has come so far: what is read after it has seen everything before. */
export function hasReached(position: string): WireQuery {
  return {
    name: "hasReached",
    text: "select pg_is_in_recovery() and pg_last_wal_replay_lsn() >= $1::pg_lsn",
    values: [position],
    // So that a replica that has died is known by this, and not by the read behind it, which may take its time.
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
