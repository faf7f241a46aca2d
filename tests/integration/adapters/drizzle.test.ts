import { PGlite } from "@electric-sql/pglite";
import { type ExtractTablesWithRelations, eq, sql } from "drizzle-orm";
import { drizzle, type NodePgQueryResultHKT } from "drizzle-orm/node-postgres";
import type { PgTransaction } from "drizzle-orm/pg-core";
import { drizzle as drizzleOnPglite, type PgliteTransaction } from "drizzle-orm/pglite";
import type { PostgresJsTransaction } from "drizzle-orm/postgres-js";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { fromDrizzle } from "../../../src/adapters.js";
import { DatabaseOperations, plays, ValidationError } from "../../../src/index.js";
import { readMigrations } from "../../../src/migrations/migration-folder.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { refusalOf } from "../../support/refusals.js";
import { thrownBy } from "../../support/sample-inputs.js";
import { benchFor } from "./library.js";
import { describeAdapter } from "./suites/adapter.js";

let db: ReturnType<typeof drizzle<Record<string, never>, pg.Pool>>;

const bench = benchFor((url) => {
  const pool = new pg.Pool({ connectionString: url });
  pool.on("connect", (client) => client.on("error", () => {}));
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

  it("joins a transaction on another driver of Drizzle's, such as PGlite", async () => {
    const client = new PGlite();
    // One by one: an index that is built beside the writers is built outside of transactions.
    for (const { up } of await readMigrations())
      for (const { text } of up.statements) await client.exec(text);
    const created = newGame({ metadata: { a: [1] }, startedAt: new Date("2024-02-29T23:59:59.987Z") });
    const loaded = await drizzleOnPglite({ client }).transaction(async (tx) => {
      const operations = new DatabaseOperations(fromDrizzle(tx));
      const game = await operations.createGame(created);
      const entry = { gameId: game.id, teamId: game.homeTeamId, playerId: 5, position: "P" } as const;
      const id = await operations.addSbaLineupPlayer(entry);
      const again = tx.transaction((nested) =>
        new DatabaseOperations(fromDrizzle(nested)).createGame(created),
      );
      expect((await refusalOf(again)).code).toBe("GAME_EXISTS");
      const state = await operations.loadGameState(game.id);
      expect(state).toMatchObject({ game, lineups: [{ ...entry, id }] });
      return state;
    });
    expect(loaded?.game).toMatchObject({ metadata: created.metadata, startedAt: created.startedAt });
    await client.close();
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
