import type { Connection, WireQuery, WireResult } from "../connection/connection.js";
import { isOutdated } from "../connection/prepared-statements.js";
import { type ConnectionSettings, isPooled } from "../connection/settings.js";
import { TransactionAbortedError } from "../errors/index.js";
import { planSession } from "./options.js";

/** Sends a statement that is a transaction of its own. */
export type SendAlone = (connection: Connection, query: WireQuery) => Promise<WireResult>;
/** Sends reads on one and the same of the server's connections, in one round trip. */
export type SendReads = (connection: Connection, reads: readonly WireQuery[]) => Promise<WireResult[]>;

/** How a statement is sent alone to a database: as it is, or, where time limits have to be set first, behind those. */
export function senderAlone(settings: ConnectionSettings): SendAlone {
  const { begin } = planSession({}, settings);
  if (begin === "begin") return sendAsItIs;
  return async (connection, query) => {
    const [result] = await sendBetween(connection, begin, [query]);
    return result as WireResult;
  };
}

/** The server refuses an outdated prepared statement before it runs. Sent again, it is prepared anew. */
async function sendAsItIs(connection: Connection, query: WireQuery): Promise<WireResult> {
  try {
    return await connection.send(query);
  } catch (error) {
    if (!isOutdated(error)) throw error;
    return connection.send(query);
  }
}

/** How reads that belong together are sent to a database. A pooler lends each transaction another connection. */
export function senderOfReads(settings: ConnectionSettings): SendReads {
  if (!isPooled(settings)) return (connection, reads) => sendAll(connection, reads);
  const { begin } = planSession({}, settings);
  return (connection, reads) => sendBetween(connection, begin, reads);
}

async function sendAll(connection: Connection, queries: readonly WireQuery[]): Promise<WireResult[]> {
  const outcomes = await outcomesOf(connection, queries);
  return outcomes.map(resultOf);
}

/**
 * Sends BEGIN, statements and COMMIT in one round trip. Here BEGIN's answer need not be awaited: if it fails, one
 * statement behind it is a transaction by itself, which is as good; of several, which only read, the answers are refused.
 * COMMIT is sent apart, so that it ends the transaction also where a statement failed.
 */
async function sendBetween(
  connection: Connection,
  begin: string,
  queries: readonly WireQuery[],
): Promise<WireResult[]> {
  const all = [{ text: begin, isApart: true }, ...queries, { text: "commit", isApart: true }];
  const [begun, ...outcomes] = await outcomesOf(connection, all);
  const ended = outcomes.pop() as PromiseSettledResult<WireResult>;
  const isWhole = queries.length === 1 && outcomes[0]?.status === "fulfilled";
  if (!isWhole && begun?.status === "rejected") throw begun.reason;
  const results = outcomes.map(resultOf);
  const { command } = resultOf(ended);
  if (command === "COMMIT") return results;
  if (command !== "ROLLBACK") {
    const nonsense = new Error(`PostgreSQL answered COMMIT with ${command}`);
    connection.distrust(nonsense);
    throw nonsense;
  }
  throw new TransactionAbortedError(`PostgreSQL answered COMMIT with ${command}: nothing of it was kept.`);
}

function outcomesOf(
  connection: Connection,
  queries: readonly WireQuery[],
): Promise<PromiseSettledResult<WireResult>[]> {
  const send = async (query: WireQuery) => {
    try {
      return await connection.send(query);
    } catch (error) {
      // Where one answer is lost, those behind it would still be waited for.
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
