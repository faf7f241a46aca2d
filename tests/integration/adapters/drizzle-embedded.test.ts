import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { expect, it } from "vitest";
import { fromDrizzle } from "../../../src/adapters.js";
import { DatabaseOperations } from "../../../src/index.js";
import { readMigrations } from "../../../src/migrations/migration-folder.js";
import { newGame } from "../../support/game-fixtures.js";
import { refusalOf } from "../../support/refusals.js";

it("fromDrizzle joins a transaction on another driver of Drizzle's, such as PGlite", async () => {
  const client = new PGlite();
  // One by one: an index that is built beside the writers is built outside of transactions.
  for (const { up } of await readMigrations()) for (const { text } of up.statements) await client.exec(text);
  const created = newGame({ metadata: { a: [1] }, startedAt: new Date("2024-02-29T23:59:59.987Z") });
  const loaded = await drizzle({ client }).transaction(async (tx) => {
    const operations = new DatabaseOperations(fromDrizzle(tx));
    const game = await operations.createGame(created);
    const entry = { gameId: game.id, teamId: game.homeTeamId, playerId: 5, position: "P" } as const;
    const id = await operations.addSbaLineupPlayer(entry);
    const again = tx.transaction((nested) => new DatabaseOperations(fromDrizzle(nested)).createGame(created));
    expect((await refusalOf(again)).code).toBe("GAME_EXISTS");
    const state = await operations.loadGameState(game.id);
    expect(state).toMatchObject({ game, lineups: [{ ...entry, id }] });
    return state;
  });
  expect(loaded?.game).toMatchObject({ metadata: created.metadata, startedAt: created.startedAt });
  await client.close();
});
