import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../src/index.js";
import { queryAlone } from "./raw-sql.js";

/** Checks repeatedly until a condition is true; after the time limit, the error says what was awaited. */
export async function until(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error(`this did not happen: ${what}`);
    await sleep(2);
  }
}

/** Waits until this many statements on this database wait for a lock. On Citus they wait on a worker. */
export async function untilBlocked(elsewhere: Database, statements = 1): Promise<void> {
  const [row] = await queryAlone(elsewhere, "select to_regclass('citus_lock_waits') is not null as is_there");
  const blocked = row?.is_there
    ? async () => Number((await queryAlone(elsewhere, "select count(*) from citus_lock_waits"))[0]?.count)
    : () => backends(elsewhere, "wait_event_type = 'Lock'");
  return until(`${statements} blocked statements`, async () => (await blocked()) >= statements);
}

/** Waits until a statement with this text runs on this database. */
export function untilRunning(elsewhere: Database, text: string): Promise<void> {
  return until(`${text} runs`, async () => (await backendsRunning(elsewhere, text)) > 0);
}

/** Waits until no statement with this text runs on this database. */
export function untilNotRunning(elsewhere: Database, text: string): Promise<void> {
  return until(`${text} has ended`, async () => (await backendsRunning(elsewhere, text)) === 0);
}

/** How many of the server's processes run a statement with this text on this database. */
function backendsRunning(elsewhere: Database, text: string): Promise<number> {
  return backends(elsewhere, `state = 'active' and query like '%${text}%'`);
}

/** How many of the server's processes have a transaction open on this database, the asker's own left out. */
export function openTransactions(elsewhere: Database): Promise<number> {
  return backends(elsewhere, "xact_start is not null and backend_type = 'client backend'");
}

async function backends(elsewhere: Database, condition: string): Promise<number> {
  const [row] = await queryAlone(
    elsewhere,
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and ${condition}`,
  );
  return Number(row?.count);
}
