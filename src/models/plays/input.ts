import { inputSchema, type Values } from "../input.js";
import { playPatterns } from "./patterns.js";
import { playRanges } from "./ranges.js";
import { plays } from "./table.js";

/** A row of `plays`. */
export type Play = typeof plays.$inferSelect;

/** What `savePlay` takes: the situation, the batter and the pitcher are required; every count is 0 if left out. */
export type PlayInput = typeof plays.$inferInsert;
export type PlayValues = Values<typeof plays.$inferInsert>;

export const playInput = inputSchema(plays, { ranges: playRanges, patterns: playPatterns });
