import type { Patterns } from "../constraints.js";

const fielders = (most: number) => ({
  pattern: `^[1-9]{1,${most}}$`,
  message: `must be 1 to ${most} fielders by the scorer's numbers, such as 63 for the shortstop and the first baseman`,
});

/** The texts in a play that have a form. */
export const playPatterns = {
  putoutPositions: fielders(3),
  assistPositions: fielders(10),
  errorPositions: fielders(9),
} as const satisfies Patterns;
