export {
  type BattingSplit,
  battingSplits,
  type SplitsBy,
  type SplitsOptions,
} from "./stats/batting-splits.js";
export {
  type BattingColumn,
  type BattingTotals,
  type BattingTotalsOptions,
  battingTotals,
} from "./stats/batting-totals.js";
export {
  type BattingLine,
  type BoxScore,
  boxScore,
  type FieldingLine,
  type PitchingLine,
  type UnfinishedInning,
} from "./stats/box-score/index.js";
export {
  type ChartKind,
  type ChartOptions,
  type GameChart,
  gameChart,
} from "./stats/charts/game-chart.js";
export { type LineScore, lineScore, type TeamLine } from "./stats/line-score.js";
export {
  type PitchingColumn,
  type PitchingTotals,
  type PitchingTotalsOptions,
  pitchingTotals,
} from "./stats/pitching-totals.js";
export type { GameSelection } from "./stats/selection.js";
export { storeAllLines } from "./stats/store-lines.js";
export type { TotalsBy, TotalsOptions, TotalsOwner } from "./stats/totals.js";
export type { BaseOut } from "./stats/value/base-out.js";
export { type FilledPlays, type FillOptions, fillPlayValues } from "./stats/value/fill.js";
export {
  type BaseOutState,
  type RunExpectancy,
  runExpectancy,
  runExpectancyOf,
} from "./stats/value/run-expectancy.js";
export { type GameRules, type Moment, WinProbability } from "./stats/value/win-probability.js";
export { defaultWobaWeights, type WobaWeights, wobaWeights } from "./stats/woba-weights.js";
