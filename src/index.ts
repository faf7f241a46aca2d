export type { PoolFigures } from "./connection/connection.js";
export type {
  ConnectionLostEvent,
  PoolWaitEvent,
  RetryEvent,
  StatementEvent,
  TransactionEvent,
} from "./connection/diagnostics.js";
export type { DatabaseOptions, SslMode } from "./connection/settings.js";
export * from "./errors/errors.js";
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
export type {
  Decision,
  FieldingPosition,
  GameStatus,
  Half,
  League,
  Position,
  Side,
} from "./rules/vocabulary.js";
export type { CommitCallback } from "./session/commit-callbacks.js";
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
export type { SessionState } from "./session/transaction-state.js";
export { withSignal } from "./session/with-signal.js";
export type { DeletedGame } from "./statements/game-statements.js";
export type { LoadedGame } from "./statements/whole-game-statements.js";
