import type { GameSession, GameSessionInput } from "../models/game-sessions.js";
import type { Game, GameInput } from "../models/games.js";
import type { LineupEntry, PdLineupInput, SbaLineupInput } from "../models/lineups.js";
import type { Play, PlayInput } from "../models/plays/index.js";
import type { PdRosterCard, PdRosterInput, SbaRosterInput, SbaRosterPlayer } from "../models/roster-links.js";
import type { JsonObject } from "../models/vocabulary.js";
import type { Executor } from "../session/executor.js";
import { sharedExecutor } from "../session/shared-database.js";
import type { LoadedGame } from "../statements/whole-game.js";
import * as gameSessions from "./game-sessions.js";
import * as games from "./games.js";
import * as lineups from "./lineups.js";
import * as plays from "./plays.js";
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
export class DatabaseOperations {
  readonly #executor: Executor;

  /** @param target a database, a session or a savepoint's scope; left out, the database of `DATABASE_URL` */
  constructor(target: Executor = sharedExecutor) {
    this.#executor = target;
  }

  /** Creates a game. @throws {GameExistsError} when its id is taken */
  createGame(game: GameInput): Promise<Game> {
    return games.createGame(this.#executor, game);
  }

  /**
   * Changes where a game stands, by one UPDATE.
   *
   * @returns how many times the state has changed, this change included
   * @throws {GameNotFoundError}
   */
  updateGameState(gameId: string, state: games.GameState): Promise<{ stateVersion: number }> {
    return games.updateGameState(this.#executor, gameId, state);
  }

  /** A game with its active lineups and all its plays, as of one instant; null when there is no such game. */
  loadGameState(gameId: string): Promise<LoadedGame | null> {
    return games.loadGameState(this.#executor, gameId);
  }

  /**
   * Saves a play. The same play again (same game, number and content) gives the same id and changes nothing, so
   * that it can simply be repeated after a `CommitOutcomeUnknownError`.
   *
   * @returns the play's id
   * @throws {PlayConflictError} when another play is stored under its number
   * @throws {GameNotFoundError} {LineupEntryNotFoundError}
   */
  savePlay(play: PlayInput): Promise<number> {
    return plays.savePlay(this.#executor, play);
  }

  /**
   * Saves a play and the game's new state: one statement, one round trip, both or neither. Repeating it is as safe
   * as with `savePlay`: a play that was there already does not set the game's state back.
   *
   * @throws {PlayConflictError} {GameNotFoundError} {LineupEntryNotFoundError}
   */
  recordPlay(play: PlayInput, state: games.GameState): Promise<plays.RecordedPlay> {
    return plays.recordPlay(this.#executor, play, state);
  }

  /** A game's plays in order: those after a number, at most so many. */
  getPlays(gameId: string, page?: plays.PlayPage): Promise<Play[]> {
    return plays.getPlays(this.#executor, gameId, page);
  }

  /** As `getPlays`, each with its batter's and its pitcher's lineup entries, joined in the same query. */
  getPlaysWithPlayers(gameId: string, page?: plays.PlayPage): Promise<plays.PlayWithPlayers[]> {
    return plays.getPlaysWithPlayers(this.#executor, gameId, page);
  }

  /**
   * Adds a card to the lineup of a PD game.
   *
   * @returns the lineup entry's id, by which plays name it
   * @throws {GameNotFoundError} {WrongLeagueError} {BattingSlotTakenError} {FieldingPositionTakenError}
   */
  addPdLineupCard(entry: PdLineupInput): Promise<number> {
    return lineups.addPdLineupCard(this.#executor, entry);
  }

  /** As `addPdLineupCard`, a player in an SBA game. */
  addSbaLineupPlayer(entry: SbaLineupInput): Promise<number> {
    return lineups.addSbaLineupPlayer(this.#executor, entry);
  }

  /** A team's active lineup, in batting order; those who do not bat come last. */
  getActiveLineup(gameId: string, teamId: number): Promise<LineupEntry[]> {
    return lineups.getActiveLineup(this.#executor, gameId, teamId);
  }

  /** Takes a player out of the active lineup; his entry stays, with its plays. @throws {LineupEntryNotFoundError} */
  deactivateLineupPlayer(gameId: string, lineupId: number): Promise<LineupEntry> {
    return lineups.deactivateLineupPlayer(this.#executor, gameId, lineupId);
  }

  /**
   * Puts a card on the roster of a PD game.
   *
   * @returns the roster entry's id
   * @throws {GameNotFoundError} {WrongLeagueError} {RosterEntryExistsError}
   */
  addPdRosterCard(entry: PdRosterInput): Promise<number> {
    return rosters.addPdRosterCard(this.#executor, entry);
  }

  /** As `addPdRosterCard`, a player in an SBA game. */
  addSbaRosterPlayer(entry: SbaRosterInput): Promise<number> {
    return rosters.addSbaRosterPlayer(this.#executor, entry);
  }

  /** The cards of a game's roster, of one team or of both, in order of entry. */
  getPdRoster(gameId: string, teamId?: number): Promise<PdRosterCard[]> {
    return rosters.getPdRoster(this.#executor, gameId, teamId);
  }

  /** The players of a game's roster, of one team or of both, in order of entry. */
  getSbaRoster(gameId: string, teamId?: number): Promise<SbaRosterPlayer[]> {
    return rosters.getSbaRoster(this.#executor, gameId, teamId);
  }

  /** Creates a game's websocket session. @throws {GameSessionExistsError} {GameNotFoundError} */
  createGameSession(session: GameSessionInput): Promise<GameSession> {
    return gameSessions.createGameSession(this.#executor, session);
  }

  /** A game's websocket session; null when it has none. */
  getGameSession(gameId: string): Promise<GameSession | null> {
    return gameSessions.getGameSession(this.#executor, gameId);
  }

  /** Replaces the state snapshot of a game's websocket session, by one UPDATE. @throws {GameSessionNotFoundError} */
  updateSessionSnapshot(
    gameId: string,
    stateSnapshot: JsonObject,
    options?: gameSessions.SnapshotOptions,
  ): Promise<GameSession> {
    return gameSessions.updateSessionSnapshot(this.#executor, gameId, stateSnapshot, options);
  }
}
