import type { Database, Scope } from "../../src/index.js";
import { query } from "./raw-sql.js";

const lock = "pg_advisory_xact_lock(7)";

/** Commits that wait until they are released. */
export interface HeldCommits extends AsyncDisposable {
  /** Makes this transaction's COMMIT wait for `release`. */
  hold(scope: Scope): Promise<void>;
  release(): Promise<void>;
}

/** @param elsewhere another handle on the database; one of its connections is in use until `release` */
export async function holdCommits(elsewhere: Database): Promise<HeldCommits> {
  await elsewhere.transaction(async (session) => {
    await query(session, "create table if not exists held_commits (id int)");
    await query(
      session,
      `create or replace function wait_at_commit() returns trigger language plpgsql as
         'begin perform ${lock}; return null; end'`,
    );
    await query(session, "drop trigger if exists waits on held_commits");
    await query(
      session,
      `create constraint trigger waits after insert on held_commits deferrable initially deferred
         for each row execute function wait_at_commit()`,
    );
  });
  const holder = await elsewhere.session();
  await query(holder, `select ${lock}`);
  return {
    async hold(scope) {
      await query(scope, "insert into held_commits values (1)");
    },
    release: () => holder.close(),
    [Symbol.asyncDispose]: () => holder.close(),
  };
}
