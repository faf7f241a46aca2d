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
export type { BattingLine, FieldingLine, PitchingLine } from "./stats/box-score/box-score-lines.js";
export { type BoxScore, boxScore, type UnfinishedInning } from "./stats/box-score/box-score-query.js";
export {
  type ChartKind,
  type ChartOptions,
  type GameChart,
  gameChart,
} from "./stats/charts/game-chart.js";
export type { GameSelection } from "./stats/game-selection.js";
export { type LineScore, lineScore, type TeamLine } from "./stats/line-score-query.js";
export type { TotalsBy, TotalsOptions, TotalsOwner } from "./stats/line-totals.js";
export {
  type PitchingColumn,
  type PitchingTotals,
  type PitchingTotalsOptions,
  pitchingTotals,
} from "./stats/pitching-totals.js";
export { storeAllLines } from "./stats/store-lines.js";
export type { BaseOut } from "./stats/value/base-out.js";
export { type FilledPlays, type FillOptions, fillPlayValues } from "./stats/value/fill-play-values.js";
export {
  type BaseOutState,
  type RunExpectancy,
  runExpectancy,
  runExpectancyOf,
} from "./stats/value/run-expectancy-table.js";
export { type Moment, WinProbability, type WinProbabilityRules } from "./stats/value/win-probability.js";
export { defaultWobaWeights, type WobaWeights, wobaWeights } from "./stats/woba-weights.js";
