import { inputSchema, type Values } from "../input.js";
import { playPatterns } from "./patterns.js";
import { playRanges } from "./ranges.js";
import { plays } from "./table.js";

/** A row of `plays`. */
export type Play = Omit<typeof plays.$inferSelect, "feedVersion">;

/** What `savePlay` takes: the situation, the batter and the pitcher are required; every count is 0 if left out. */
export type PlayInput = Omit<typeof plays.$inferInsert, "feedVersion">;
export type PlayValues = Omit<Values<typeof plays.$inferInsert>, "feedVersion">;

export const playInput = inputSchema(plays, {
  ranges: playRanges,
  patterns: playPatterns,
  omit: ["feedVersion"],
});
