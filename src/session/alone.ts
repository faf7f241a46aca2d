import type { Connection, WireQuery, WireResult } from "../connection/connection.js";
import { type ConnectionSettings, isPooled } from "../connection/settings.js";
import { TransactionAbortedError } from "../errors/index.js";
import { planSession } from "./options.js";

/** Sends a statement that is a transaction of its own. */
export type SendAlone = (connection: Connection, query: WireQuery) => Promise<WireResult>;

/** How statements are sent alone to a database: as they are, or, where time limits have to be set first, behind those. */
export function senderAlone(settings: ConnectionSettings): SendAlone {
  if (!isPooled(settings)) return (connection, query) => connection.send(query);
  const { begin } = planSession({}, settings);
  return begin === "begin"
    ? (connection, query) => connection.send(query)
    : (connection, query) => sendWithLimits(connection, query, begin);
}

/**
 * Sends BEGIN with the limits, the statement and COMMIT in one round trip. Here BEGIN's answer need not be awaited:
 * if it fails, the one statement behind it is a transaction by itself.
 */
async function sendWithLimits(connection: Connection, query: WireQuery, begin: string): Promise<WireResult> {
  const [begun, answered, ended] = await Promise.allSettled([
    connection.send({ text: begin }),
    connection.send(query),
    connection.send({ text: "commit" }),
  ]);
  if (answered.status === "rejected") throw begun.status === "rejected" ? begun.reason : answered.reason;
  if (ended.status === "rejected") throw ended.reason;
  if (ended.value.command !== "COMMIT") {
    throw new TransactionAbortedError(
      `PostgreSQL answered COMMIT with ${ended.value.command}: nothing of ${query.name ?? "the statement"} was kept.`,
    );
  }
  return answered.value;
}
