export type { PoolFigures } from "./connection/pool.js";
export type { DatabaseOptions, SslMode } from "./connection/settings.js";
export * from "./errors/index.js";
export { parseGameFile } from "./import/game-file/format.js";
export { readGame } from "./import/game-file/read.js";
export { recordGame } from "./import/game-file/record.js";
export type { FileLineupEntry, FilePlay, FileRosterEntry, GameFile } from "./import/game-file/types.js";
export { writeGameFile } from "./import/game-file/write.js";
export { migrateDown, migrateUp } from "./migrations/run.js";
export { newGameId } from "./models/game-id.js";
export type { GameSession, GameSessionInput } from "./models/game-sessions.js";
export type { Game, GameInput } from "./models/games.js";
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
  FieldingPosition,
  GameStatus,
  Half,
  Json,
  JsonObject,
  League,
  Position,
} from "./models/vocabulary.js";
export { DatabaseOperations } from "./operations/database-operations.js";
export type { SnapshotOptions } from "./operations/game-sessions.js";
export type { GameState } from "./operations/games.js";
export type { PlayPage, PlayWithPlayers, RecordedPlay } from "./operations/plays.js";
export type { CommitCallback } from "./session/commit-callbacks.js";
export { type CloseOptions, Database, type OpenOptions } from "./session/database.js";
export type { Executor } from "./session/executor.js";
export type { IsolationLevel, SessionOptions, TransactionOptions } from "./session/options.js";
export type { QueryBuilder } from "./session/run.js";
export type { Scope } from "./session/scope.js";
export type { Session } from "./session/session.js";
export { sharedDatabase } from "./session/shared-database.js";
export type { SessionState } from "./session/transaction-state.js";
export type { LoadedGame } from "./statements/whole-game.js";
