import { type ExtractTablesWithRelations, eq, sql } from "drizzle-orm";
import { drizzle, type NodePgQueryResultHKT } from "drizzle-orm/node-postgres";
import type { PgTransaction } from "drizzle-orm/pg-core";
import { drizzle as drizzleOnPglite, type PgliteTransaction } from "drizzle-orm/pglite";
import type { PostgresJsTransaction } from "drizzle-orm/postgres-js";
import type pg from "pg";
import { describe, expect, it } from "vitest";
import { fromDrizzle } from "../../../src/adapters.js";
import { DatabaseOperations, plays, ValidationError } from "../../../src/index.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { refusalOf } from "../../support/refusals.js";
import { thrownBy } from "../../support/sample-inputs.js";
import { benchFor, libraryPool } from "./library.js";
import { describeAdapter } from "./suites/adapter.js";

let db: ReturnType<typeof drizzle<Record<string, never>, pg.Pool>>;

const bench = benchFor((url) => {
  const pool = libraryPool(url);
  db = drizzle(pool);
  return {
    transaction: (work) =>
      db.transaction((tx) =>
        work({ executor: fromDrizzle(tx), run: (text) => tx.execute(sql.raw(text)).then() }),
      ),
    close: () => pool.end(),
  };
});
describeAdapter(bench);

describe("fromDrizzle", () => {
  it("joins a nested transaction: what fails there is undone, and the outer one commits", async () => {
    const game = await stageGame(bench.database());
    await db.transaction(async (tx) => {
      const outer = new DatabaseOperations(fromDrizzle(tx));
      await outer.savePlay(newPlay(game));
      const inner = tx.transaction(async (nested) => {
        const operations = new DatabaseOperations(fromDrizzle(nested));
        await operations.savePlay(newPlay(game, { playNumber: 2 }));
        await operations.createGame(newGame({ gameId: game.gameId }));
      });
      expect((await refusalOf(inner)).code).toBe("GAME_EXISTS");
      await outer.savePlay(newPlay(game, { playNumber: 3 }));
      expect(await tx.$count(plays, eq(plays.gameId, game.gameId))).toBe(2);
    });
    const stored = await new DatabaseOperations(bench.database()).getPlays(game.gameId);
    expect(stored.map(({ playNumber }) => playNumber)).toEqual([1, 3]);
  });

  it("refuses a database, because each statement would commit by itself", () => {
    // @ts-expect-error a database is no transaction
    expect(thrownBy(() => fromDrizzle(db))).toBeInstanceOf(ValidationError);
    // @ts-expect-error nor is this one
    expect(thrownBy(() => fromDrizzle(drizzleOnPglite.mock()))).toBeInstanceOf(ValidationError);
  });

  it("accepts the transaction types of Drizzle's drivers", () => {
    type None = Record<string, never>;
    const accepts = (
      transaction:
        | PgTransaction<NodePgQueryResultHKT, None, ExtractTablesWithRelations<None>>
        | PgliteTransaction<None, ExtractTablesWithRelations<None>>
        | PostgresJsTransaction<None, ExtractTablesWithRelations<None>>,
    ) => fromDrizzle(transaction);
    expect(accepts).toBeTypeOf("function");
  });
});
