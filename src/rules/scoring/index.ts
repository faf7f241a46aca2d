export { applyLineups, applyPlay } from "./apply-play.js";
export type { Correction, EarnedRuns } from "./earned-runs.js";
export { eventOfPlay } from "./event-of-play.js";
export {
  type InningPlay,
  inningPlayFields,
  inningPlayOf,
  type NamedEntry,
  type PlayNotes,
  type ScoringGame,
} from "./game.js";
export type { PlayOfEvent } from "./play-of-event.js";
export {
  type ScoredPlay,
  type ScoreOptions,
  type StateAfter,
  scorePlay,
} from "./score-play.js";
export { strikeoutIsFormerBatters, walkIsFormerPitchers } from "./unfinished-turn.js";
