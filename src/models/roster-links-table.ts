import { sql } from "drizzle-orm";
import { bigint, foreignKey, integer, pgTable, primaryKey, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { cardOrPlayer, plainChecks } from "./check-constraints.js";
import { games } from "./games-table.js";
import { type InputOf, identifier, inputSchema, type RowOf, type Values } from "./input-schemas.js";
import { once } from "./once.js";

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

/** A row of `roster_links`: a player or card that may play for a team in this game. */
export interface RosterLink extends RowOf<typeof rosterLinks> {
  /** The game. */
  gameId: string;
  /** Identity of the roster entry, given by the database. */
  id: number;
  /** The team for which the player or card may play. */
  teamId: number;
  /** The card, in a PD game; null in an SBA game. */
  cardId: number | null;
  /** The player, in an SBA game; null in a PD game. */
  playerId: number | null;
}

/** A roster entry of a PD game. */
export interface PdRosterCard extends Pick<RosterLink, "gameId" | "id" | "teamId"> {
  /** The card. */
  cardId: number;
}
/** A roster entry of an SBA game. */
export interface SbaRosterPlayer extends Pick<RosterLink, "gameId" | "id" | "teamId"> {
  /** The player. */
  playerId: number;
}

type LinkInput = InputOf<RosterLink, Omit<typeof rosterLinks.$inferInsert, "cardId" | "playerId">>;
/** What `addPdRosterCard` takes. */
export interface PdRosterInput extends LinkInput {
  /** The card. */
  cardId: number;
}
/** What `addSbaRosterPlayer` takes. */
export interface SbaRosterInput extends LinkInput {
  /** The player. */
  playerId: number;
}
export type RosterValues = Values<InputOf<RosterLink, typeof rosterLinks.$inferInsert>>;

/** What every roster entry has, in both leagues. */
export const rosterInput = inputSchema(rosterLinks, { omit: ["cardId", "playerId"] });
export const pdRosterInput = once(() => rosterInput().extend({ cardId: identifier() }));
export const sbaRosterInput = once(() => rosterInput().extend({ playerId: identifier() }));
