import type { GameSession, GameSessionInput } from "../models/game-sessions.js";
import type { PdRosterCard, PdRosterInput, SbaRosterInput, SbaRosterPlayer } from "../models/roster-links.js";
import type { JsonObject } from "../models/vocabulary.js";
import { performOperations } from "./facade/target.js";
import { UndoOperations } from "./facade/undo.js";
import * as gameSessions from "./game-sessions.js";
import * as rosters from "./rosters.js";

/**
 * Everything that a game asks of the database.
 *
 * Given a database (or nothing: then it is that of `DATABASE_URL`), each operation is a transaction of its own.
 * Given a session, operations only write: the caller commits or rolls back. The code is the same.
 *
 * Every operation checks its input before it sends anything, and throws a `ValidationError` that names each wrong
 * field. Every other failure is a `DugoutError` too.
 *
 * @example
 * ```ts
 * await new DatabaseOperations(database).savePlay(play);   // committed when it returns
 *
 * await database.transaction(async (session) => {          // both or neither
 *   const operations = new DatabaseOperations(session);
 *   await Promise.all([operations.savePlay(play), operations.updateGameState(gameId, state)]);
 * });
 * ```
 */
export class DatabaseOperations extends UndoOperations {
  /**
   * Puts a card on the roster of a PD game.
   *
   * @returns the roster entry's id
   * @throws {GameNotFoundError} {WrongLeagueError} {RosterEntryExistsError}
   */
  addPdRosterCard(entry: PdRosterInput): Promise<number> {
    return rosters.addPdRosterCard(this.executor, entry);
  }

  /** As `addPdRosterCard`, a player in an SBA game. */
  addSbaRosterPlayer(entry: SbaRosterInput): Promise<number> {
    return rosters.addSbaRosterPlayer(this.executor, entry);
  }

  /** The cards of a game's roster, of one team or of both, in order of entry. */
  getPdRoster(gameId: string, teamId?: number): Promise<PdRosterCard[]> {
    return rosters.getPdRoster(this.executor, gameId, teamId);
  }

  /** The players of a game's roster, of one team or of both, in order of entry. */
  getSbaRoster(gameId: string, teamId?: number): Promise<SbaRosterPlayer[]> {
    return rosters.getSbaRoster(this.executor, gameId, teamId);
  }

  /** Creates a game's websocket session. @throws {GameSessionExistsError} {GameNotFoundError} */
  createGameSession(session: GameSessionInput): Promise<GameSession> {
    return gameSessions.createGameSession(this.executor, session);
  }

  /** A game's websocket session; null when it has none. */
  getGameSession(gameId: string): Promise<GameSession | null> {
    return gameSessions.getGameSession(this.executor, gameId);
  }

  /**
   * Replaces the state snapshot of a game's websocket session. Of two who read it and change it at once only one succeeds,
   * where both give the `lastActionAt` that they have read.
   *
   * @example
   * ```ts
   * const session = await operations.getGameSession(gameId);
   * const options = { expectedLastActionAt: session.lastActionAt };
   * await operations.updateSessionSnapshot(gameId, { ...session.stateSnapshot, clock: 3 }, options);
   * ```
   * @throws {GameSessionNotFoundError}
   * @throws {StaleGameSessionError} when the session is not as expected
   */
  updateSessionSnapshot(
    gameId: string,
    stateSnapshot: JsonObject,
    options?: gameSessions.SnapshotOptions,
  ): Promise<GameSession> {
    return gameSessions.updateSessionSnapshot(this.executor, gameId, stateSnapshot, options);
  }
}

performOperations(DatabaseOperations);
