import { inputSchema, type Values } from "../input.js";
import { playPatterns } from "./patterns.js";
import { playRanges } from "./ranges.js";
import { plays } from "./table.js";

/** Columns that the operations fill in. */
const hidden = ["feedVersion", "stateHash"] as const;
type Hidden = (typeof hidden)[number];

/** A row of `plays`. */
export type Play = Omit<typeof plays.$inferSelect, Hidden>;

/** What `savePlay` takes: the situation, the batter and the pitcher are required; every count is 0 if left out. */
export type PlayInput = Omit<typeof plays.$inferInsert, Hidden>;
export type PlayValues = Omit<Values<typeof plays.$inferInsert>, Hidden>;

export const playInput = inputSchema(plays, {
  ranges: playRanges,
  patterns: playPatterns,
  omit: hidden,
});
