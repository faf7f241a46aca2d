import { randomBytes } from "node:crypto";
import pg from "pg";

export const newDatabaseName = () => `dugout_test_${randomBytes(6).toString("hex")}`;

/** The same server, another database. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

const pools = new Map<string, pg.Pool>();

/** Runs a statement outside of transactions, on a connection to each server that a process keeps while it needs one. */
export async function administer(serverUrl: string, statement: string): Promise<void> {
  let pool = pools.get(serverUrl);
  if (pool === undefined) {
    pool = new pg.Pool({ connectionString: serverUrl, max: 1, allowExitOnIdle: true });
    pool.on("error", () => {});
    pools.set(serverUrl, pool);
  }
  await pool.query(statement);
}
