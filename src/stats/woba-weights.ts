/** What each way to reach base is worth in wOBA, on the scale of on-base percentage. */
export interface WobaWeights {
  /** Bases on balls, without the intentional ones. */
  readonly bb: number;
  /** Times hit by a pitch. */
  readonly hbp: number;
  /** Singles. */
  readonly single: number;
  /** Two-base hits. */
  readonly double: number;
  /** Three-base hits. */
  readonly triple: number;
  /** Home runs. */
  readonly homerun: number;
}

/**
 * Weights that FanGraphs published for some seasons of Major League Baseball ("Guts!": wOBA and FIP constants). You can pass the
 * weights of your own league instead.
 */
export const wobaWeights = {
  2013: { bb: 0.69, hbp: 0.722, single: 0.888, double: 1.271, triple: 1.616, homerun: 2.101 },
  2024: { bb: 0.69, hbp: 0.721, single: 0.882, double: 1.253, triple: 1.587, homerun: 2.042 },
} as const satisfies Readonly<Record<number, WobaWeights>>;

export const defaultWobaWeights: WobaWeights = wobaWeights[2024];
