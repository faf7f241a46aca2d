import type { Connection, WireQuery, WireResult } from "../connection/connection.js";
import { type ConnectionSettings, isPooled } from "../connection/settings.js";
import { TransactionAbortedError } from "../errors/errors.js";
import { planSession } from "./session-options.js";

/** Sends reads to one server process in one round trip. */
export type SendReads = (connection: Connection, reads: readonly WireQuery[]) => Promise<WireResult[]>;

/**
 * The BEGIN that is sent before a statement that is a transaction by itself: behind a pooler, each transaction sets the time
 * limits. Undefined where each connection has them already, and the statement is sent alone.
 */
export function beginOfAutocommit(settings: ConnectionSettings): string | undefined {
  const { begin } = planSession({}, settings);
  return begin === "begin" ? undefined : begin;
}

/** Returns a function that sends reads together. A pooler may give each transaction another server process. */
export function readsSender(settings: ConnectionSettings): SendReads {
  if (!isPooled(settings)) return (connection, reads) => sendAll(connection, reads);
  const { begin } = planSession({}, settings);
  return (connection, reads) => sendInTransaction(connection, begin, reads);
}

async function sendAll(connection: Connection, queries: readonly WireQuery[]): Promise<WireResult[]> {
  const outcomes = await sendEach(connection, queries);
  return outcomes.map(resultOf);
}

/**
 * Sends BEGIN, statements and COMMIT in one round trip. Here BEGIN's answer need not be awaited: if BEGIN fails, a single
 * statement behind it is a transaction by itself, with the same effect, and the answers of several reads are discarded. COMMIT
 * is in a separate request, so that it ends the transaction even if a statement failed.
 */
export async function sendInTransaction(
  connection: Connection,
  begin: string,
  queries: readonly WireQuery[],
): Promise<WireResult[]> {
  const all = [{ text: begin, ownRequest: true }, ...queries, { text: "commit", ownRequest: true }];
  const [begun, ...outcomes] = await sendEach(connection, all);
  const ended = outcomes.pop() as PromiseSettledResult<WireResult>;
  const isWhole = queries.length === 1 && outcomes[0]?.status === "fulfilled";
  if (!isWhole && begun?.status === "rejected") throw begun.reason;
  const results = outcomes.map(resultOf);
  const { command } = resultOf(ended);
  if (command === "COMMIT") return results;
  if (command !== "ROLLBACK") {
    const violation = new Error(`PostgreSQL answered COMMIT with ${command}`);
    connection.invalidatePool(violation);
    throw violation;
  }
  throw new TransactionAbortedError(`PostgreSQL answered COMMIT with ${command}: nothing was stored.`);
}

function sendEach(
  connection: Connection,
  queries: readonly WireQuery[],
): Promise<PromiseSettledResult<WireResult>[]> {
  const send = async (query: WireQuery) => {
    try {
      return await connection.send(query);
    } catch (error) {
      // There are no answers on a lost connection: the statements behind this one must fail and not wait.
      if (connection.lost !== undefined) connection.destroy();
      throw error;
    }
  };
  return Promise.allSettled(queries.map(send));
}

function resultOf(outcome: PromiseSettledResult<WireResult>): WireResult {
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}
