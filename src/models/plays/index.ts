export {
  battingOrderAfter,
  firstSituation,
  type PlayFacts,
  type Situation,
  situationAfter,
} from "../../rules/situation.js";
export * from "./input.js";
export { playPatterns } from "./patterns.js";
export { playRanges } from "./ranges.js";
export { playRules } from "./rules.js";
export { plays } from "./table.js";
