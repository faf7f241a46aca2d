import type { Database, Scope } from "../../src/index.js";
import { query } from "./raw-sql.js";

/** Makes a table whose rows hold up the COMMIT that brings them. */
export async function allowSlowCommits(database: Database): Promise<void> {
  await database.transaction(async (session) => {
    await query(session, "create table slow_commits (seconds float)");
    await query(
      session,
      `create function wait_at_commit() returns trigger language plpgsql as
         'begin perform pg_sleep(new.seconds); return null; end'`,
    );
    await query(
      session,
      `create constraint trigger waits after insert on slow_commits deferrable initially deferred
         for each row execute function wait_at_commit()`,
    );
  });
}

/** Has this transaction's COMMIT take so long. */
export async function slowDownCommit(scope: Scope, seconds: number): Promise<void> {
  await query(scope, `insert into slow_commits values (${seconds})`);
}
