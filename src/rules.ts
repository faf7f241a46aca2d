/**
 * The rules of baseball without a database. At run time nothing is loaded but this package's own files: no other
 * package, and nothing of Node, so that it runs in a browser, too.
 *
 * - `parsePlay`, `formatPlay`: Retrosheet's play notation as a typed event, and back.
 * - `scorePlay`: what happened becomes the whole play. `applyPlay`, `applyLineups`: the game after it, or after substitutions.
 * - `liveGame`, `situationAfter`, `endsGame`, `countsAsCalled`: where a game stands.
 * - `decisionsOf`: win, loss, save, holds and blown saves of a finished game.
 */

export { decisionsOf, type GameDecisions } from "./rules/decisions/game-decisions.js";
export type { DecisionEntry, DecisionPlay } from "./rules/decisions/pitchers-of-record.js";
export type { Entry } from "./rules/lineups/team-lineup.js";
export {
  type BasesOf,
  type DueUpOf,
  type GameRules,
  type LiveFacts,
  type LiveGame,
  liveGame,
} from "./rules/live-game.js";
export { formatPlay } from "./rules/notation/format-play.js";
export { parsePlay } from "./rules/notation/parse-play.js";
export type * from "./rules/notation/play-event.js";
export { applyLineups, applyPlay } from "./rules/scoring/apply-play.js";
export type { Correction, EarnedRuns } from "./rules/scoring/earned-runs.js";
export { eventOfPlay } from "./rules/scoring/event-of-play.js";
export type { PlayOfEvent } from "./rules/scoring/play-of-event.js";
export {
  type ScoredPlay,
  type ScoreOptions,
  type StateAfter,
  scorePlay,
} from "./rules/scoring/score-play.js";
export {
  type InningPlay,
  inningPlayFields,
  inningPlayOf,
  type NamedEntry,
  type PlayNotes,
  type ScoringGame,
} from "./rules/scoring/scoring-game.js";
export {
  battingOrderAfter,
  countsAsCalled,
  endsGame,
  firstSituation,
  type PlayFacts,
  type Situation,
  situationAfter,
  strikeoutIsFormerBatters,
  walkIsFormerPitchers,
} from "./rules/situation.js";
export type { FieldingPosition, Half, Position, Side } from "./rules/vocabulary.js";
