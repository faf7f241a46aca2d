export type { PoolFigures } from "./connection/connection.js";
export type {
  ConnectionLostEvent,
  PoolWaitEvent,
  RetryEvent,
  StatementEvent,
  TransactionEvent,
} from "./connection/diagnostics.js";
export type { DatabaseOptions, SslMode } from "./connection/settings.js";
export * from "./errors/index.js";
export { parseGameFile } from "./import/game-file/format.js";
export { readGame } from "./import/game-file/read.js";
export { recordGame } from "./import/game-file/record.js";
export type { FileLineupEntry, FilePlay, FileRosterEntry, GameFile } from "./import/game-file/types.js";
export { writeGameFile } from "./import/game-file/write.js";
export {
  type ImportProgress,
  type ImportSeasonOptions,
  importSeason,
  type SeasonImport,
} from "./import/season/index.js";
export { type MigrateOptions, type MigrationStep, migrate, migrateDown } from "./migrations/migrate.js";
export { type MigrationStatus, migrationStatus, type Revision, stampRevision } from "./migrations/status.js";
export type { GameSession, GameSessionInput } from "./models/game-sessions-table.js";
export type { Game, GameInput } from "./models/games-table.js";
export { newGameId } from "./models/games-table.js";
export type { LineupEntry, PdLineupInput, SbaLineupInput } from "./models/lineups-table.js";
export type { Decisions } from "./models/pitching-decisions.js";
export type { Play, PlayInput } from "./models/plays-table.js";
export type {
  PdRosterCard,
  PdRosterInput,
  RosterLink,
  SbaRosterInput,
  SbaRosterPlayer,
} from "./models/roster-links-table.js";
export * from "./models/schema.js";
export type { Json, JsonObject } from "./models/storable-values.js";
export { defaultInputLimits, type InputLimits, setInputLimits } from "./models/storable-values.js";
export type { ReadOperations } from "./operations/database-operations.js";
export { DatabaseOperations } from "./operations/database-operations.js";
export type { MadeDecisions } from "./operations/decision-operations.js";
export type { GameFilter, GameKey, GamePage, GameState } from "./operations/game-operations.js";
export type { SnapshotOptions } from "./operations/game-session-operations.js";
export type { CompletionOptions, TransitionOptions } from "./operations/life-cycle-operations.js";
export type { MadeSubstitution, StartedLineup } from "./operations/lineup-operations.js";
export type { VersionExpectation } from "./operations/optimistic-update.js";
export type { PlayExpectation, PlayPage, PlayWithPlayers } from "./operations/play-operations.js";
export type { RecordedPlay } from "./operations/play-refusals.js";
export type { RewoundGame } from "./operations/undo-operations.js";
export { type RecordEventOptions, recordEvent } from "./recovery/record-event.js";
export { type GameSubstitution, recordSubstitution } from "./recovery/record-substitution.js";
export type {
  Bases,
  DueUp,
  RecoveredGame,
  RecoveredSession,
  SnapshotDifference,
  SnapshotField,
} from "./recovery/recover-game.js";
export { type RecoverOptions, recoverActiveGames, recoverGame } from "./recovery/recover-game.js";
export type { Inconsistency, InconsistencyKind } from "./recovery/verify/inconsistencies.js";
export {
  type Findings,
  findingsOf,
  forgetKnown,
  type KnownInconsistency,
  type MarkOptions,
  markAsKnown,
  verifyGame,
} from "./recovery/verify/verify-game.js";
export type { Starter, StartingLineup } from "./rules/lineups/starting-lineup.js";
export type { LineupChange, Substitution } from "./rules/lineups/substitution.js";
export {
  battingOrderAfter,
  firstSituation,
  type PlayFacts,
  type Situation,
  situationAfter,
} from "./rules/situation.js";
export type {
  Decision,
  FieldingPosition,
  GameStatus,
  Half,
  League,
  Position,
  Side,
} from "./rules/vocabulary.js";
export type { CloseOptions, OpenOptions } from "./session/database.js";
export { Database } from "./session/database.js";
export type { Executor } from "./session/executor.js";
export type { QueryBuilder } from "./session/query-builder.js";
export type { ReaderOptions } from "./session/replica/freshness.js";
export type { Reader } from "./session/replica/reader.js";
export type { ReplicaStatus } from "./session/replica/replica.js";
export type { Scope } from "./session/scope.js";
export type { Session } from "./session/session.js";
export type { IsolationLevel, SessionOptions, TransactionOptions } from "./session/session-options.js";
export { sharedDatabase } from "./session/shared-database.js";
export type { CommitCallback } from "./session/transaction.js";
export type { SessionState } from "./session/transaction-state.js";
export { withSignal } from "./session/with-signal.js";
export type { DeletedGame } from "./statements/game-statements.js";
export type { LoadedGame } from "./statements/whole-game-statements.js";
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
export { type LineScore, lineScore, type TeamLine } from "./stats/line-score.js";
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
