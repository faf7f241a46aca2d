export { type BoxScore, boxScore, type UnfinishedInning } from "./box-score.js";
export type { BattingLine, FieldingLine, PitchingLine } from "./lines.js";
