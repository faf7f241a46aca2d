export * from "./decisions/index.js";
export { countsAsCalled, endsGame } from "./game-end.js";
export {
  type BasesOf,
  type DueUpOf,
  type Entry,
  type GameRules,
  type LiveFacts,
  type LiveGame,
  liveGame,
} from "./live-game.js";
export * from "./notation/index.js";
export * from "./scoring/index.js";
export {
  battingOrderAfter,
  firstSituation,
  type PlayFacts,
  type Situation,
  situationAfter,
} from "./situation.js";
export type { FieldingPosition, Half, Position, Side } from "./vocabulary.js";
