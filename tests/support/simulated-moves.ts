import type { LineupEntry } from "../../src/index.js";

type Bases = readonly (LineupEntry | null)[];

/** What happens in a play. */
export interface Made {
  /** Where the batter and the runners of the three bases go, where there are any. */
  readonly finals: (number | null)[];
  readonly pa: number;
  readonly outs: number;
  readonly hit?: number;
  readonly bb?: number;
  /** True when the fielders put out a runner instead of the batter. */
  readonly isChoice?: boolean;
}

/** Where the runners go when the batter walks: only forced runners advance. */
export function forced([first, second]: Bases): (number | null)[] {
  if (first === null) return [1, 1, 2, 3];
  return second === null ? [1, 2, 2, 3] : [1, 2, 3, 4];
}

/** The forced runner who is farthest ahead is out; the other forced runners and the batter are safe. */
export function forcedOut([, second, third]: Bases): (number | null)[] {
  if (second === null) return [1, null, null, 3];
  return third === null ? [1, 2, null, null] : [1, 2, 3, null];
}

/** Who was on base, who had let him there, and who pitches. */
interface Situation {
  readonly bases: Bases;
  readonly charged: Bases;
  readonly fielding: { readonly pitcher: LineupEntry };
}

/** From third base to the batter: the charge of a player who is out ends, or after a fielder's choice the last charge. */
export function chargedAfter(
  { bases, charged, fielding }: Situation,
  reached: readonly (number | null)[],
  { isChoice = false }: Made,
): (LineupEntry | null)[] {
  const pitchers = [fielding.pitcher, ...charged.map((entry) => entry ?? fielding.pitcher)];
  const present = [3, 2, 1, 0].filter((from) => from === 0 || bases[from - 1] !== null);
  const safe = present.filter((from) => reached[from] !== null);
  const left = isChoice ? present.slice(0, -1) : safe;
  const after: (LineupEntry | null)[] = [null, null, null];
  for (const [index, from] of safe.entries()) {
    const base = reached[from] as number;
    if (base < 4) after[base - 1] = pitchers[left[index] as number] ?? null;
  }
  return after;
}
