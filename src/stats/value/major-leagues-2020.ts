import { baseOuts } from "./base-out.js";
import type { BaseOutState, RunExpectancy } from "./run-expectancy-table.js";

/**
 * For each of the 24 base-out states: how often 0, 1, 2 … runs followed to the end of the half-inning, in the 898 games of Major
 * League Baseball's 2020 season, as `runExpectancy` counts them. The information was obtained free of charge from and is
 * copyrighted by Retrosheet (www.retrosheet.org).
 */
const frequencies: readonly (readonly number[])[] = [
  [11193, 2333, 1163, 534, 247, 120, 41, 22, 8, 5, 4, 1],
  [9383, 1125, 466, 195, 79, 33, 9, 6, 4, 0, 1],
  [8484, 464, 161, 47, 11],
  [2247, 593, 535, 250, 120, 72, 22, 13, 4, 4, 3, 1],
  [3355, 507, 406, 206, 77, 38, 10, 5, 4, 1, 2],
  [4098, 278, 247, 88, 20, 6, 0, 1],
  [394, 330, 176, 89, 42, 13, 6, 1, 0, 1],
  [1011, 387, 197, 72, 37, 12, 4, 2, 1, 1],
  [1774, 309, 114, 45, 14, 4, 2],
  [330, 189, 155, 103, 78, 36, 13, 8, 3, 1, 1, 1],
  [934, 260, 164, 143, 71, 32, 8, 4, 2, 0, 1],
  [1544, 207, 128, 104, 30, 9, 2],
  [25, 70, 22, 16, 9, 1, 1],
  [175, 238, 57, 24, 12, 3, 3],
  [646, 151, 47, 21, 8, 1, 1, 0, 0, 1],
  [65, 136, 50, 43, 18, 12, 2, 1, 1, 0, 1],
  [228, 241, 78, 69, 27, 15, 8, 4, 3, 1],
  [690, 157, 53, 62, 10, 5, 3, 1, 1, 1],
  [41, 56, 67, 35, 20, 9, 4, 1, 1, 1],
  [174, 135, 113, 54, 23, 15, 9, 3, 1, 1, 2],
  [474, 32, 97, 30, 11, 2, 2, 0, 1],
  [39, 69, 59, 40, 43, 21, 9, 7, 2, 1, 1, 1],
  [187, 153, 107, 58, 67, 33, 4, 3, 2, 3, 2],
  [529, 79, 86, 46, 32, 10, 2, 1, 1],
];

/** The run-expectancy table of Major League Baseball in 2020, for leagues with too few games to compute one. */
export const majorLeagues2020: RunExpectancy = {
  games: 898,
  halfInnings: 14815,
  states: baseOuts.map((state, index): BaseOutState => {
    const counts = frequencies[index] ?? [];
    const count = counts.reduce((sum, times) => sum + times, 0);
    const runs = counts.reduce((sum, times, number) => sum + times * number, 0) / count;
    return { ...state, count, runs, scoring: 1 - (counts[0] ?? 0) / count, frequencies: counts };
  }),
};
