export * from "./input.js";
export { playPatterns } from "./patterns.js";
export { playRanges } from "./ranges.js";
export { playRules } from "./rules.js";
export * from "./situation.js";
export { plays } from "./table.js";
