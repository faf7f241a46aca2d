import type { Connection, WireQuery, WireResult } from "../connection/connection.js";
import { isOutdated } from "../connection/driver-errors.js";
import { type ConnectionSettings, isPooled } from "../connection/settings.js";
import { TransactionAbortedError } from "../errors/errors.js";
import { planSession } from "./session-options.js";

/** Sends a statement that is a transaction of its own. */
export type SendAutocommit = (connection: Connection, query: WireQuery) => Promise<WireResult>;
/** Sends reads to one server process, in one round trip. */
export type SendReads = (connection: Connection, reads: readonly WireQuery[]) => Promise<WireResult[]>;

/** How a database sends a statement by itself: as it is, or behind a pooler in a transaction that sets the time limits. */
export function autocommitSender(settings: ConnectionSettings): SendAutocommit {
  const { begin } = planSession({}, settings);
  if (begin === "begin") return sendWithRetry;
  return async (connection, query) => {
    const [result] = await sendInTransaction(connection, begin, [query]);
    return result as WireResult;
  };
}

/** The server refuses an outdated prepared statement before it runs. The second attempt prepares it again. */
async function sendWithRetry(connection: Connection, query: WireQuery): Promise<WireResult> {
  try {
    return await connection.send(query);
  } catch (error) {
    if (!isOutdated(error)) throw error;
    return connection.send(query);
  }
}

/** How a database sends several reads together. A pooler may give each transaction another server process. */
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
 * statement behind it is a transaction by itself, which does the same; the answers of several reads are discarded.
 * COMMIT is in a request of its own, so that it ends the transaction even if a statement failed.
 */
async function sendInTransaction(
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
  throw new TransactionAbortedError(`PostgreSQL answered COMMIT with ${command}: nothing of it was kept.`);
}

function sendEach(
  connection: Connection,
  queries: readonly WireQuery[],
): Promise<PromiseSettledResult<WireResult>[]> {
  const send = async (query: WireQuery) => {
    try {
      return await connection.send(query);
    } catch (error) {
      // A lost connection answers nothing: the statements behind this one must fail too, not wait.
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
