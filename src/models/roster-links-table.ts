import { sql } from "drizzle-orm";
import { bigint, foreignKey, integer, pgTable, primaryKey, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { cardOrPlayer, plainChecks } from "./check-constraints.js";
import { games } from "./games-table.js";
import { identifier, inputSchema, type Values } from "./input-schemas.js";

export const rosterLinks = pgTable(
  "roster_links",
  {
    gameId: uuid("game_id").notNull(),
    id: bigint("id", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    teamId: integer("team_id").notNull(),
    cardId: bigint("card_id", { mode: "number" }),
    playerId: bigint("player_id", { mode: "number" }),
  },
  (table) => [
    primaryKey({ name: "roster_links_pkey", columns: [table.gameId, table.id] }),
    foreignKey({
      name: "roster_links_game_fkey",
      columns: [table.gameId],
      foreignColumns: [games.id],
    }).onDelete("cascade"),
    uniqueIndex("roster_links_one_card_key")
      .on(table.gameId, table.cardId)
      .where(sql.raw("card_id is not null")),
    uniqueIndex("roster_links_one_player_key")
      .on(table.gameId, table.playerId)
      .where(sql.raw("player_id is not null")),
    ...plainChecks(table.gameId, { others: [cardOrPlayer("roster_links")] }),
  ],
);

/** A row of `roster_links`: somebody who may play for a team in this game. */
export type RosterLink = typeof rosterLinks.$inferSelect;

/** A roster entry of a PD game. */
export type PdRosterCard = Pick<RosterLink, "gameId" | "id" | "teamId"> & { cardId: number };
/** A roster entry of an SBA game. */
export type SbaRosterPlayer = Pick<RosterLink, "gameId" | "id" | "teamId"> & { playerId: number };

type LinkInput = Omit<typeof rosterLinks.$inferInsert, "cardId" | "playerId">;
/** What `addPdRosterCard` takes. */
export type PdRosterInput = LinkInput & { cardId: number };
/** What `addSbaRosterPlayer` takes. */
export type SbaRosterInput = LinkInput & { playerId: number };
export type RosterValues = Values<typeof rosterLinks.$inferInsert>;

/** What every roster entry has, in both leagues. */
export const rosterInput = inputSchema(rosterLinks, { omit: ["cardId", "playerId"] });
export const pdRosterInput = rosterInput.extend({ cardId: identifier });
export const sbaRosterInput = rosterInput.extend({ playerId: identifier });
