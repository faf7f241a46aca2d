export { applyLineups, applyPlay } from "./apply-play.js";
export type { Correction, EarnedRuns } from "./earned-runs.js";
export {
  type InningPlay,
  inningPlayFields,
  inningPlayOf,
  type NamedEntry,
  type ScoringGame,
} from "./game.js";
export {
  type PlayNotes,
  type PlayOfEvent,
  type ScoredPlay,
  type ScoreOptions,
  type StateAfter,
  scorePlay,
} from "./score-play.js";
export { strikeoutIsFormerBatters, walkIsFormerPitchers } from "./unfinished-turn.js";
