import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  type Decision,
  decisions,
  fieldingPositions,
  type Position,
  positions,
} from "../rules/vocabulary.js";
import { cardOrPlayer, checkByFunction, type Rule } from "./check-constraints.js";
import { feedVersion, games } from "./games-table.js";
import { type InputOf, identifier, inputSchema, type RowOf, type Values } from "./input-schemas.js";
import { once } from "./once.js";

export const lineupRanges = {
  battingOrder: [1, 9],
  enteredInning: [1, 99],
  afterPlay: [0, 32767],
  leftAfterPlay: [0, 32767],
} as const;

/** What the columns of one entry must agree on. */
export const lineupRules: readonly Rule<"leftAfterPlay" | "afterPlay" | "isActive">[] = [
  {
    name: "lineups_left_after_entering",
    fields: ["leftAfterPlay", "afterPlay"],
    message: "must not be less than afterPlay",
    check: "left_after_play is null or left_after_play >= after_play",
    holds: ({ leftAfterPlay, afterPlay }) => leftAfterPlay === null || leftAfterPlay >= (afterPlay as number),
  },
  {
    name: "lineups_left_is_inactive",
    fields: ["leftAfterPlay", "isActive"],
    message: "must be null while isActive is true",
    check: "left_after_play is null or not is_active",
    holds: ({ leftAfterPlay, isActive }) => leftAfterPlay === null || !isActive,
  },
];

const inTheField = sql.raw(
  `is_active and position in (${fieldingPositions.map((position) => `'${position}'`).join(", ")})`,
);

export const lineups = pgTable(
  "lineups",
  {
    gameId: uuid("game_id").notNull(),
    id: bigint("id", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    teamId: integer("team_id").notNull(),
    cardId: bigint("card_id", { mode: "number" }),
    playerId: bigint("player_id", { mode: "number" }),
    playerName: text("player_name"),
    position: text("position", { enum: positions }).notNull(),
    battingOrder: smallint("batting_order"),
    isStarter: boolean("is_starter").notNull().default(true),
    isActive: boolean("is_active").notNull().default(true),
    isFatigued: boolean("is_fatigued").notNull().default(false),
    enteredInning: smallint("entered_inning").notNull().default(1),
    replacingId: bigint("replacing_id", { mode: "number" }),
    afterPlay: smallint("after_play").notNull().default(0),
    leftAfterPlay: smallint("left_after_play"),
    decision: text("decision", { enum: decisions }),
    feedVersion: feedVersion(),
  },
  (table) => [
    primaryKey({ name: "lineups_pkey", columns: [table.gameId, table.id] }),
    foreignKey({ name: "lineups_game_fkey", columns: [table.gameId], foreignColumns: [games.id] }).onDelete(
      "cascade",
    ),
    foreignKey({
      name: "lineups_replacing_fkey",
      columns: [table.gameId, table.replacingId],
      foreignColumns: [table.gameId, table.id],
    }),
    uniqueIndex("lineups_active_slot_key")
      .on(table.gameId, table.teamId, table.battingOrder)
      .where(sql.raw("is_active")),
    uniqueIndex("lineups_active_position_key")
      .on(table.gameId, table.teamId, table.position)
      .where(inTheField),
    uniqueIndex("lineups_decision_key")
      .on(table.gameId, table.decision)
      .where(sql.raw("decision is not null")),
    index("lineups_player_idx").on(table.playerId, table.gameId).where(sql.raw("player_id is not null")),
    index("lineups_card_idx").on(table.cardId, table.gameId).where(sql.raw("card_id is not null")),
    checkByFunction(table.gameId, {
      ranges: lineupRanges,
      rules: lineupRules,
      others: [cardOrPlayer("lineups")],
    }),
  ],
);

/** A row of `lineups`: one appearance of one player in one role. */
export interface LineupEntry extends RowOf<typeof lineups, "feedVersion"> {
  /** The game. */
  gameId: string;
  /** Identity of the entry, given by the database; plays name people by it. */
  id: number;
  /** The team for which the player plays. */
  teamId: number;
  /** The card, in a PD game; null in an SBA game. */
  cardId: number | null;
  /** The player, in an SBA game; null in a PD game. */
  playerId: number | null;
  /** The player's name, so that a reader need not ask another service; null when it is not known. */
  playerName: string | null;
  /** The role: a fielding position (P, C, 1B, 2B, 3B, SS, LF, CF, RF), DH, PH or PR. */
  position: Position;
  /** The place in the batting order, from 1 to 9; null for a pitcher who does not bat. */
  battingOrder: number | null;
  /** True for the starting lineup, false for a substitution. */
  isStarter: boolean;
  /** True while the player is in the game in this role. */
  isActive: boolean;
  /** True when the pitcher is tired. */
  isFatigued: boolean;
  /** The inning in which the player entered, from 1 to 99. */
  enteredInning: number;
  /** The entry whose place this one took; null for a starter. */
  replacingId: number | null;
  /** The number of the last play before the player entered; 0 for a starter. */
  afterPlay: number;
  /** The number of the last play before the player left; null while the player is in the game, or where it was not noted. */
  leftAfterPlay: number | null;
  /** What the pitcher is credited with: win, loss or save; null for all others. */
  decision: Decision | null;
}

type EntryInput = InputOf<
  LineupEntry,
  Omit<typeof lineups.$inferInsert, "cardId" | "playerId" | "feedVersion">
>;
/** What `addPdLineupCard` takes. */
export interface PdLineupInput extends EntryInput {
  /** The card. */
  cardId: number;
}
/** What `addSbaLineupPlayer` takes. */
export interface SbaLineupInput extends EntryInput {
  /** The player. */
  playerId: number;
}
export type LineupValues = Values<InputOf<LineupEntry, Omit<typeof lineups.$inferInsert, "feedVersion">>>;

/** What every lineup entry has, in both leagues. */
export const lineupInput = inputSchema(lineups, {
  ranges: lineupRanges,
  omit: ["cardId", "playerId", "feedVersion"],
});
export const pdLineupInput = once(() => lineupInput().extend({ cardId: identifier() }));
export const sbaLineupInput = once(() => lineupInput().extend({ playerId: identifier() }));
