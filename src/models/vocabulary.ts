export {
  type FieldingPosition,
  fieldingPositions,
  type Half,
  halves,
  type Position,
  positions,
} from "../rules/baseball-terms.js";

/** The two leagues: in `pd` a team is made of cards, in `sba` of players. */
export const leagues = ["pd", "sba"] as const;
export type League = (typeof leagues)[number];

export const gameStatuses = ["pending", "active", "paused", "completed", "abandoned"] as const;
export type GameStatus = (typeof gameStatuses)[number];

export const decisions = ["win", "loss", "save"] as const;
/** What a pitcher may be credited with at the end of a game. */
export type Decision = (typeof decisions)[number];

/** A value that a `jsonb` column gives back as it was stored. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
