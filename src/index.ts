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
export type { Decisions } from "./models/decisions.js";
export { newGameId } from "./models/game-id.js";
export type { GameSession, GameSessionInput } from "./models/game-sessions.js";
export type { Game, GameInput } from "./models/games.js";
export { defaultInputLimits, type InputLimits, setInputLimits } from "./models/limits.js";
export type {
  LineupChange,
  Starter,
  StartingLineup,
  Substitution,
} from "./models/lineup-rules/index.js";
export type { LineupEntry, PdLineupInput, SbaLineupInput } from "./models/lineups.js";
export type { Play, PlayInput } from "./models/plays/index.js";
export type {
  PdRosterCard,
  PdRosterInput,
  RosterLink,
  SbaRosterInput,
  SbaRosterPlayer,
} from "./models/roster-links.js";
export * from "./models/schema.js";
export type {
  Decision,
  FieldingPosition,
  GameStatus,
  Half,
  Json,
  JsonObject,
  League,
  Position,
} from "./models/vocabulary.js";
export { DatabaseOperations } from "./operations/database-operations.js";
export type { MadeDecisions } from "./operations/decisions.js";
export type { VersionExpectation } from "./operations/found-game.js";
export type { GameFilter, GameKey, GamePage } from "./operations/game-list.js";
export type { SnapshotOptions } from "./operations/game-sessions.js";
export type { GameState } from "./operations/games.js";
export type { CompletionOptions, TransitionOptions } from "./operations/life-cycle.js";
export type { PlayExpectation, PlayPage, PlayWithPlayers, RecordedPlay } from "./operations/plays.js";
export type { ReadOperations } from "./operations/read-operations.js";
export type { RewoundGame } from "./operations/rewind.js";
export type { StartedLineup } from "./operations/starting-lineup.js";
export type { MadeSubstitution } from "./operations/substitutions.js";
export { type RecordEventOptions, recordEvent } from "./recovery/record-event.js";
export { type GameSubstitution, recordSubstitution } from "./recovery/record-substitution.js";
export { type RecoverOptions, recoverActiveGames, recoverGame } from "./recovery/recover.js";
export type {
  Bases,
  DueUp,
  RecoveredGame,
  RecoveredSession,
  Side,
  SnapshotDifference,
  SnapshotField,
} from "./recovery/types.js";
export type { Inconsistency, InconsistencyKind } from "./recovery/verify/inconsistency.js";
export { forgetKnown, type MarkOptions, markAsKnown } from "./recovery/verify/known-findings.js";
export {
  type Findings,
  findingsOf,
  type KnownInconsistency,
  verifyGame,
} from "./recovery/verify/verify-game.js";
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
export type { DeletedGame } from "./statements/delete-game.js";
export type { LoadedGame } from "./statements/whole-game.js";
