import type { Database } from "../../src/index.js";
import { insist } from "./insist.js";

/**
 * Opens a database whose callers wait only a short time for a connection, and all connections of its pool: a slow machine
 * may need several attempts, and then no later call has to connect.
 */
export async function openFullPool(open: () => Promise<Database>): Promise<Database> {
  const database = await insist(open);
  await fillPool(database);
  return database;
}

/** Opens all connections of a pool. */
export async function fillPool(database: Database): Promise<void> {
  const sessions = [];
  while (sessions.length < database.figures.limit) sessions.push(await insist(() => database.session()));
  for (const session of sessions) await session.close();
}
