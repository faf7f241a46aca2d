import { type Database, DatabaseOperations, type Scope, type TransactionOptions } from "../../src/index.js";
import { query, queryAlone, write } from "./raw-sql.js";
import { untilBlocked } from "./server-activity.js";
import { isOnCitus } from "./test-database.js";

/** Changes a game with plain SQL, which locks its row until the transaction ends. */
async function touch(scope: Scope, gameId: string): Promise<void> {
  await query(scope, `update games set metadata = '{}' where id = '${gameId}'`);
}

/**
 * Causes a real serialization failure in PostgreSQL: `fail` reads a game that another transaction then changes and commits, and
 * changes it too.
 */
export async function serializationConflict(elsewhere: Database) {
  const gameId = await write(elsewhere);
  return {
    gameId,
    options: { isolation: "repeatable read" } satisfies TransactionOptions,
    /** Fails with a `SerializationFailureError`. */
    async fail(scope: Scope): Promise<void> {
      await new DatabaseOperations(scope).loadGameState(gameId);
      await queryAlone(elsewhere, `update games set metadata = '{}' where id = '${gameId}'`);
      await touch(scope, gameId);
    },
  };
}

/**
 * Causes a real deadlock in PostgreSQL: `fail` locks a game and then a second one, while another transaction locks them in the
 * other order. Only `fail` checks for deadlocks, so it is the one that is aborted. On a cluster, the games are on two
 * workers, so that neither of them detects the deadlock, and the transaction that began later is aborted.
 */
export async function deadlock(elsewhere: Database) {
  const first = await write(elsewhere);
  let second = await write(elsewhere);
  while (isOnCitus && (await isOnOneNode(elsewhere, first, second))) second = await write(elsewhere);
  return {
    gameId: first,
    options: {} satisfies TransactionOptions,
    /** Fails with a `DeadlockError`. */
    async fail(scope: Scope): Promise<void> {
      await using rival = await elsewhere.session();
      await query(rival, "set local deadlock_timeout = '1h'");
      await touch(rival, second);
      await query(scope, "set local deadlock_timeout = '20ms'");
      await touch(scope, first);
      const waiting = touch(rival, first);
      await untilBlocked(elsewhere);
      await Promise.all([touch(scope, second), waiting]);
    },
  };
}

async function isOnOneNode(database: Database, ...gameIds: string[]): Promise<boolean> {
  const shards = gameIds.map((gameId) => `get_shard_id_for_distribution_column('games', '${gameId}')`);
  const nodes = `select distinct nodename, nodeport from citus_shards where shardid in (${shards.join(", ")})`;
  return (await queryAlone(database, nodes)).length === 1;
}
