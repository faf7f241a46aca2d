export { decisionsOf, type GameDecisions } from "./decisions.js";
export type { DecisionEntry, DecisionPlay } from "./pitchers.js";
