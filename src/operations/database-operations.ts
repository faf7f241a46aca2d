import type { GameSession, GameSessionInput } from "../models/game-sessions-table.js";
import type { Game, GameInput } from "../models/games-table.js";
import type { LineupEntry, PdLineupInput, SbaLineupInput } from "../models/lineups-table.js";
import type { Decisions } from "../models/pitching-decisions.js";
import type { Play, PlayInput } from "../models/plays-table.js";
import type {
  PdRosterCard,
  PdRosterInput,
  SbaRosterInput,
  SbaRosterPlayer,
} from "../models/roster-links-table.js";
import type { JsonObject } from "../models/storable-values.js";
import type { StartingLineup } from "../rules/lineups/starting-lineup.js";
import type { Substitution } from "../rules/lineups/substitution.js";
import type { Executor } from "../session/executor.js";
import { sharedExecutor } from "../session/shared-database.js";
import type { DeletedGame } from "../statements/game-statements.js";
import type { LoadedGame } from "../statements/whole-game-statements.js";
import { type MadeDecisions, setDecisions } from "./decision-operations.js";
import {
  createGame,
  deleteGame,
  type GameFilter,
  type GamePage,
  type GameState,
  listGames,
  loadGameState,
  storeLines,
  updateGameState,
} from "./game-operations.js";
import {
  createGameSession,
  getGameSession,
  type SnapshotOptions,
  updateSessionSnapshot,
} from "./game-session-operations.js";
import {
  abandonGame,
  type CompletionOptions,
  completeGame,
  pauseGame,
  resumeGame,
  startGame,
  type TransitionOptions,
} from "./life-cycle-operations.js";
import {
  addPdLineupCard,
  addSbaLineupPlayer,
  deactivateLineupPlayer,
  getActiveLineup,
  getLineupAt,
  type MadeSubstitution,
  type StartedLineup,
  setStartingLineup,
  substitute,
} from "./lineup-operations.js";
import type { VersionExpectation } from "./optimistic-update.js";
import {
  getPlays,
  getPlaysWithPlayers,
  type PlayExpectation,
  type PlayPage,
  type PlayWithPlayers,
  recordPlay,
  savePlay,
} from "./play-operations.js";
import type { RecordedPlay } from "./play-refusals.js";
import { addPdRosterCard, addSbaRosterPlayer, getPdRoster, getSbaRoster } from "./roster-operations.js";
import { type RewoundGame, reviseLastPlay, rewindGame } from "./undo-operations.js";

/**
 * The operations of a game: everything that a game server reads and writes.
 *
 * On a database (or without an argument, on the database of `DATABASE_URL`), each operation is a transaction of its own and is
 * committed when it returns. On a session, operations write inside the caller's transaction, and the caller commits or rolls
 * back. The code of an operation is the same in both cases.
 *
 * Every operation checks its input before it sends anything, and throws a `ValidationError` that names each wrong field.
 * Every other failure is a `DugoutError` too.
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

  /** @param target a database, a session or a savepoint's scope. Default: the database of `DATABASE_URL` */
  constructor(target: Executor = sharedExecutor) {
    this.#executor = target;
  }

  /** Creates a game. @throws {GameExistsError} when its id is taken */
  createGame(game: GameInput): Promise<Game> {
    return this.#perform("createGame", (executor) => createGame(executor, game));
  }

  /**
   * Changes the state of a game: inning, score, status, winner and times.
   *
   * @param options the `expectedVersion` of the game's state: at any other version nothing is changed
   * @returns how many times the state has changed, this change included
   * @throws {GameNotFoundError}
   * @throws {StaleGameStateError} when the game is not at the expected version
   */
  updateGameState(
    gameId: string,
    state: GameState,
    options?: VersionExpectation,
  ): Promise<{ stateVersion: number }> {
    return this.#perform("updateGameState", (executor) => updateGameState(executor, gameId, state, options));
  }

  /** Returns a game with its active lineups and all its plays, as of one instant; null when there is no such game. */
  loadGameState(gameId: string): Promise<LoadedGame | null> {
    return this.#perform("loadGameState", (executor) => loadGameState(executor, gameId));
  }

  /**
   * Lists games by status, team, league and time of creation, one page at a time. A page begins after the last game of the page
   * before, so games that are added or deleted between two pages do not shift it.
   *
   * @example
   * ```ts
   * let page = await operations.listGames({ teamId: 11, limit: 20 });               // the team's newest games
   * page = await operations.listGames({ teamId: 11, limit: 20, after: page.next }); // if `next` is not null
   * ```
   */
  listGames(filter?: GameFilter): Promise<GamePage> {
    return this.#perform("listGames", (executor) => listGames(executor, filter));
  }

  /**
   * Stores the batting and pitching lines of a completed game, so that totals are read faster. What is read stays the same.
   * `completeGame` stores them too; call this for a game that was completed by `updateGameState`.
   *
   * @returns false when there is no such game, or it is not completed
   */
  storeLines(gameId: string): Promise<boolean> {
    return this.#perform("storeLines", (executor) => storeLines(executor, gameId));
  }

  /**
   * Deletes a game with its plays, lineups, roster and websocket session.
   *
   * @returns how many rows of each were deleted. A roster entry or session that another writer adds at this very moment is
   *   deleted too, and may not be counted
   * @throws {GameNotFoundError} also when the game was deleted by an earlier call
   * @throws {StaleGameStateError} when others keep changing the game: nothing was deleted
   */
  deleteGame(gameId: string): Promise<DeletedGame> {
    return this.#perform("deleteGame", (executor) => deleteGame(executor, gameId));
  }

  /**
   * Starts a pending game: it becomes active and gets a `startedAt`.
   *
   * Each step in a game's life checks the game's status in the statement that changes it: of two servers that take a step at the
   * same time, only one succeeds.
   *
   * @example
   * ```ts
   * try {
   *   await operations.startGame(gameId);
   * } catch (error) {
   *   if (!(error instanceof GameStatusError) || error.details.status !== "active") throw error;
   *   // It is active already: another server started it, or this one did and the answer was lost.
   * }
   * ```
   * @returns the game as it is now
   * @throws {GameNotFoundError}
   * @throws {GameStatusError} when the game is not pending; `details.status` is its status
   * @throws {StaleGameStateError} when the game is not at the `expectedVersion`
   */
  startGame(gameId: string, options?: TransitionOptions): Promise<Game> {
    return this.#perform("startGame", (executor) => startGame(executor, gameId, options));
  }

  /** Pauses an active game. @throws {GameNotFoundError} {GameStatusError} {StaleGameStateError} */
  pauseGame(gameId: string, options?: VersionExpectation): Promise<Game> {
    return this.#perform("pauseGame", (executor) => pauseGame(executor, gameId, options));
  }

  /** Makes a paused game active again. @throws {GameNotFoundError} {GameStatusError} {StaleGameStateError} */
  resumeGame(gameId: string, options?: VersionExpectation): Promise<Game> {
    return this.#perform("resumeGame", (executor) => resumeGame(executor, gameId, options));
  }

  /**
   * Completes a game that is active or paused, and stores its batting and pitching lines. Without a `winnerTeamId` the winner is
   * the team with more runs in the game's own score; a tie has no winner.
   *
   * With `decisions: "byRule"` a second statement credits the pitchers. In a session, both are committed or neither. On a database,
   * a failure between the two leaves the game completed without decisions: call `setDecisions` then.
   *
   * @example
   * ```ts
   * await operations.completeGame(gameId, { decisions: "byRule" });
   * ```
   * @throws {GameNotFoundError} {GameStatusError} {StaleGameStateError}
   */
  completeGame(gameId: string, options?: CompletionOptions): Promise<Game> {
    return this.#perform("completeGame", (executor) => completeGame(executor, gameId, options));
  }

  /**
   * Abandons a game that is pending, active or paused. It gets a `completedAt`.
   *
   * @throws {GameNotFoundError} {GameStatusError} {StaleGameStateError}
   */
  abandonGame(gameId: string, options?: TransitionOptions): Promise<Game> {
    return this.#perform("abandonGame", (executor) => abandonGame(executor, gameId, options));
  }

  /**
   * Saves a play as it is given. Saving the same play again (same game, number and content) returns the same id and changes
   * nothing, so you can repeat the call after a `CommitOutcomeUnknownError`.
   *
   * @returns the play's id
   * @throws {PlayConflictError} when another play is stored under its number
   * @throws {GameNotFoundError} {LineupEntryNotFoundError}
   */
  savePlay(play: PlayInput): Promise<number> {
    return this.#perform("savePlay", (executor) => savePlay(executor, play));
  }

  /**
   * Saves a play that follows from the last one, together with the game's new state: one statement, one round trip, both or
   * neither. You can repeat the call with the same play and state after a `CommitOutcomeUnknownError`; it does not set the game's
   * state back.
   *
   * The game must be pending or active. The play must have the next number, and begin in the inning, half, outs and score to
   * which the last play leads (the first play: number 1, top of the first inning, 0 : 0). Runners and the batter who is due are
   * not checked: `verifyGame` checks them afterwards, and `strict` before. With `outOfSequence` the play is stored wherever it
   * begins.
   *
   * With an expectation, only one of two servers that run the same game can record: the other gets an error, and its play is not
   * stored.
   *
   * @example
   * ```ts
   * await operations.recordPlay(play, state, { expectedLastPlay: play.playNumber - 1 });
   * ```
   * @param options the `expectedVersion` of the game's state, the `expectedLastPlay` number, or both; `outOfSequence` or `strict`;
   *   the `corrections` of earlier plays that `scorePlay` returned, which are stored with the play or not at all
   * @throws {PlayConflictError} when another play is stored under its number, or this one with another state
   * @throws {PlaySequenceError} when the play does not follow from the last one; `details.expected` is where it should begin
   * @throws {GameStatusError} when the game is paused or over
   * @throws {IllegalPlayError} with `strict`, when the play or the state is not possible; `details.reasons` lists every reason
   * @throws {GameNotFoundError} {LineupEntryNotFoundError}
   * @throws {StaleGameStateError} when the game is not as expected; `details` has its version and its last play
   */
  recordPlay(play: PlayInput, state: GameState, options?: PlayExpectation): Promise<RecordedPlay> {
    return this.#perform("recordPlay", (executor) => recordPlay(executor, play, state, options));
  }

  /** Returns a game's plays in order: all, or a page of them. */
  getPlays(gameId: string, page?: PlayPage): Promise<Play[]> {
    return this.#perform("getPlays", (executor) => getPlays(executor, gameId, page));
  }

  /** As `getPlays`, with the lineup entries of each play's batter and pitcher, joined in the same query. */
  getPlaysWithPlayers(gameId: string, page?: PlayPage): Promise<PlayWithPlayers[]> {
    return this.#perform("getPlaysWithPlayers", (executor) => getPlaysWithPlayers(executor, gameId, page));
  }

  /**
   * Takes a game back to its state after a play (0: before the first). Later plays, and the substitutions after them, are
   * removed; players who were replaced after that play are in the lineup again; inning and score are set to what the play left.
   * Substitutions right after the play stay. A game that was over becomes active again, and its decisions are removed.
   *
   * @returns what was removed, complete, so that you can record it again
   * @throws {ValidationError} when the game has no such play
   * @throws {GameNotFoundError} {StaleGameStateError}
   */
  rewindGame(gameId: string, toPlayNumber: number, options?: VersionExpectation): Promise<RewoundGame> {
    return this.#perform("rewindGame", (executor) => rewindGame(executor, gameId, toPlayNumber, options));
  }

  /**
   * Replaces the content of a game's last play, and the state after it, for a scorer's correction. The play keeps its number, its
   * id and, unless you give one, its `createdAt`. To correct an earlier play, rewind to it first.
   *
   * @throws {StaleGameStateError} when the play is not the last one, or the game is not at the expected version
   * @throws {GameNotFoundError} {LineupEntryNotFoundError}
   */
  reviseLastPlay(play: PlayInput, state: GameState, options?: VersionExpectation): Promise<RecordedPlay> {
    return this.#perform("reviseLastPlay", (executor) => reviseLastPlay(executor, play, state, options));
  }

  /**
   * Adds a card to the lineup of a PD game.
   *
   * @returns the lineup entry's id, by which plays name it
   * @throws {NotOnRosterError} when the team has a roster in this game, and the card is not on it
   * @throws {GameNotFoundError} {WrongLeagueError} {BattingSlotTakenError} {FieldingPositionTakenError}
   */
  addPdLineupCard(entry: PdLineupInput): Promise<number> {
    return this.#perform("addPdLineupCard", (executor) => addPdLineupCard(executor, entry));
  }

  /** As `addPdLineupCard`, for a player in an SBA game. */
  addSbaLineupPlayer(entry: SbaLineupInput): Promise<number> {
    return this.#perform("addSbaLineupPlayer", (executor) => addSbaLineupPlayer(executor, entry));
  }

  /** Returns a team's active lineup in batting order; players who do not bat come last. */
  getActiveLineup(gameId: string, teamId: number): Promise<LineupEntry[]> {
    return this.#perform("getActiveLineup", (executor) => getActiveLineup(executor, gameId, teamId));
  }

  /**
   * Takes a player out of the active lineup, and notes the last play before that. The entry stays, with its plays. It checks no
   * rule of the game and does not count as a change of the game's state; `substitute` does both.
   *
   * @throws {LineupEntryNotFoundError}
   */
  deactivateLineupPlayer(gameId: string, lineupId: number): Promise<LineupEntry> {
    return this.#perform("deactivateLineupPlayer", (executor) =>
      deactivateLineupPlayer(executor, gameId, lineupId),
    );
  }

  /**
   * Enters a team's whole lineup before the game's first play: nine players, or ten with a designated hitter. A pitcher who is
   * also the designated hitter is given twice.
   *
   * @example
   * ```ts
   * await operations.setStartingLineup({
   *   gameId,
   *   teamId,
   *   players: [
   *     { playerId: 14, playerName: "Ernie Banks", position: "SS", battingOrder: 4 },
   *     { playerId: 31, playerName: "Fergie Jenkins", position: "P", battingOrder: 9 },
   *     …
   *   ],
   * });
   * ```
   * @throws {IllegalLineupError} when a game cannot begin with this lineup; `details.reasons` lists every reason
   * @throws {NotOnRosterError} when the team has a roster in this game, and a player is not on it; `details.people` lists them
   * @throws {GameNotFoundError} {StaleGameStateError}
   */
  setStartingLineup(lineup: StartingLineup, options?: VersionExpectation): Promise<StartedLineup> {
    return this.#perform("setStartingLineup", (executor) => setStartingLineup(executor, lineup, options));
  }

  /**
   * Makes all changes of one team's lineup at one moment: everything or nothing. A player who comes in takes the batting slot of
   * the player who is replaced. Entries that end remain stored. A new entry contains the entry that it replaces, the inning, and
   * the last play before it.
   *
   * After a `CommitOutcomeUnknownError`, call it again with the `expectedVersion` of before: a `StaleGameStateError` then means
   * that the substitution was made.
   *
   * @example
   * ```ts
   * // A pinch hitter for the batter who is due:
   * await operations.substitute({ gameId, teamId, changes: [{ replaces: batter, playerId: 8, position: "PH" }] });
   * // A double switch: the pitcher bats where the left fielder did, the left fielder where the pitcher did.
   * await operations.substitute({
   *   gameId,
   *   teamId,
   *   changes: [
   *     { replaces: leftFielder, playerId: 46, position: "P" },
   *     { replaces: pitcher, playerId: 27, position: "LF" },
   *   ],
   * });
   * // Two fielders change places: without a player, the player of the replaced entry moves.
   * await operations.substitute({
   *   gameId,
   *   teamId,
   *   changes: [{ replaces: second, position: "SS" }, { replaces: short, position: "2B" }],
   * });
   * ```
   * @throws {IllegalSubstitutionError} when the rules do not allow it; `details.reasons` lists every reason
   * @throws {NotOnRosterError} when the team has a roster in this game, and a player who comes in is not on it
   * @throws {GameNotFoundError} {StaleGameStateError}
   */
  substitute(substitution: Substitution, options?: VersionExpectation): Promise<MadeSubstitution> {
    return this.#perform("substitute", (executor) => substitute(executor, substitution, options));
  }

  /**
   * Returns the entries of both teams that were in the lineups when a play began, in batting order; with the number after the last
   * play's, the entries that are there now. `isActive` is as of now.
   */
  getLineupAt(gameId: string, playNumber: number): Promise<LineupEntry[]> {
    return this.#perform("getLineupAt", (executor) => getLineupAt(executor, gameId, playNumber));
  }

  /**
   * Credits the pitchers who won, lost and saved the game, all at once. A decision that you leave out is removed, so the same
   * call also corrects earlier decisions. Making it again changes nothing. The game need not be over.
   *
   * @example
   * ```ts
   * await operations.setDecisions(gameId, { win: chapman, loss: shaw, save: montgomery });
   * ```
   * @param decisions lineup entries of pitchers; null or left out for none
   * @throws {LineupEntryNotFoundError} when an entry is not of this game; `details.fields` names every such decision
   * @throws {ValidationError} for an entry that has not pitched or is named twice, a winner and a loser of one team,
   *   or a save for the team that lost; it names everything that is wrong
   * @throws {GameNotFoundError} {StaleGameStateError}
   */
  setDecisions(gameId: string, decisions: Decisions, options?: VersionExpectation): Promise<MadeDecisions> {
    return this.#perform("setDecisions", (executor) => setDecisions(executor, gameId, decisions, options));
  }

  /**
   * Puts a card on the roster of a PD game.
   *
   * @returns the roster entry's id
   * @throws {GameNotFoundError} {WrongLeagueError} {RosterEntryExistsError}
   */
  addPdRosterCard(entry: PdRosterInput): Promise<number> {
    return this.#perform("addPdRosterCard", (executor) => addPdRosterCard(executor, entry));
  }

  /** As `addPdRosterCard`, for a player in an SBA game. */
  addSbaRosterPlayer(entry: SbaRosterInput): Promise<number> {
    return this.#perform("addSbaRosterPlayer", (executor) => addSbaRosterPlayer(executor, entry));
  }

  /** Returns the cards of a game's roster, of one team or of both, in order of entry. */
  getPdRoster(gameId: string, teamId?: number): Promise<PdRosterCard[]> {
    return this.#perform("getPdRoster", (executor) => getPdRoster(executor, gameId, teamId));
  }

  /** Returns the players of a game's roster, of one team or of both, in order of entry. */
  getSbaRoster(gameId: string, teamId?: number): Promise<SbaRosterPlayer[]> {
    return this.#perform("getSbaRoster", (executor) => getSbaRoster(executor, gameId, teamId));
  }

  /** Creates a game's websocket session. @throws {GameSessionExistsError} {GameNotFoundError} */
  createGameSession(session: GameSessionInput): Promise<GameSession> {
    return this.#perform("createGameSession", (executor) => createGameSession(executor, session));
  }

  /** Returns a game's websocket session; null when it has none. */
  getGameSession(gameId: string): Promise<GameSession | null> {
    return this.#perform("getGameSession", (executor) => getGameSession(executor, gameId));
  }

  /**
   * Replaces the state snapshot of a game's websocket session. When two servers read the session and change it at the same time,
   * only one succeeds if both pass the `lastActionAt` that they read.
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
    options?: SnapshotOptions,
  ): Promise<GameSession> {
    return this.#perform("updateSessionSnapshot", (executor) =>
      updateSessionSnapshot(executor, gameId, stateSnapshot, options),
    );
  }

  /** Runs an operation, which may be several statements, as one named call of the executor. */
  #perform<Result>(
    name: keyof DatabaseOperations,
    operation: (executor: Executor) => Promise<Result>,
  ): Promise<Result> {
    const executor = this.#executor;
    if (executor.perform === undefined) return operation(executor);
    return executor.perform(name, () => operation(executor));
  }
}

/**
 * The operations that only read, which are those that can run on a reader. With this type, the editor offers no others.
 *
 * @example
 * ```ts
 * const spectators: ReadOperations = new DatabaseOperations(database.reader({ stale: true }));
 * ```
 */
export type ReadOperations = Pick<
  DatabaseOperations,
  | "loadGameState"
  | "listGames"
  | "getPlays"
  | "getPlaysWithPlayers"
  | "getActiveLineup"
  | "getLineupAt"
  | "getPdRoster"
  | "getSbaRoster"
  | "getGameSession"
>;
