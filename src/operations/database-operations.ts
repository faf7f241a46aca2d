import type { GameSession, GameSessionInput } from "../models/game-sessions-table.js";
import type { Game, GameInput } from "../models/games-table.js";
import type { LineupEntry, PdLineupInput, SbaLineupInput } from "../models/lineups-table.js";
import type { Decisions } from "../models/pitching-decisions.js";
import type { Play, PlayInput } from "../models/plays-table.js";
import type { PdRosterCard, PdRosterInput, SbaRosterInput, SbaRosterPlayer } from "../models/roster-links-table.js";
import type { JsonObject } from "../models/storable-values.js";
import type { StartingLineup } from "../rules/lineups/starting-lineup.js";
import type { Substitution } from "../rules/lineups/substitution.js";
import type { Executor } from "../session/executor.js";
import { sharedExecutor } from "../session/shared-database.js";
import type { DeletedGame } from "../statements/game-statements.js";
import type { LoadedGame } from "../statements/whole-game-statements.js";
import { type MadeDecisions, setDecisions } from "./decision-operations.js";
import { createGame, deleteGame, type GameFilter, type GamePage, type GameState, listGames, loadGameState, storeLines, updateGameState } from "./game-operations.js";
import { createGameSession, getGameSession, type SnapshotOptions, updateSessionSnapshot } from "./game-session-operations.js";
import { abandonGame, type CompletionOptions, completeGame, pauseGame, resumeGame, startGame, type TransitionOptions } from "./life-cycle-operations.js";
import { addPdLineupCard, addSbaLineupPlayer, deactivateLineupPlayer, getActiveLineup, getLineupAt, type MadeSubstitution, setStartingLineup, type StartedLineup, substitute } from "./lineup-operations.js";
import type { VersionExpectation } from "./optimistic-update.js";
import { getPlays, getPlaysWithPlayers, type PlayExpectation, type PlayPage, type PlayWithPlayers, recordPlay, savePlay } from "./play-operations.js";
import type { RecordedPlay } from "./play-refusals.js";
import { addPdRosterCard, addSbaRosterPlayer, getPdRoster, getSbaRoster } from "./roster-operations.js";
import { reviseLastPlay, rewindGame, type RewoundGame } from "./undo-operations.js";

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
    return this.#perform("createGame", (executor) => createGame(executor, game));
  }

  /**
   * Changes where a game stands, by one UPDATE.
   *
   * @param options the `expectedVersion` of the game's state: at any other version nothing is changed
   * @returns how many times the state has changed, this change included
   * @throws {GameNotFoundError}
   * @throws {StaleGameStateError} when the game is not at the version that is expected
   */
  updateGameState(
    gameId: string,
    state: GameState,
    options?: VersionExpectation,
  ): Promise<{ stateVersion: number }> {
    return this.#perform("updateGameState", (executor) => updateGameState(executor, gameId, state, options));
  }

  /** A game with its active lineups and all its plays, as of one instant; null when there is no such game. */
  loadGameState(gameId: string): Promise<LoadedGame | null> {
    return this.#perform("loadGameState", (executor) => loadGameState(executor, gameId));
  }

  /**
   * Games by status, team, league and time of creation, a page at a time. A page begins after the last game of the
   * one before, and not after so many games: what is added or deleted between two pages moves nothing.
   *
   * @example
   * ```ts
   * let page = await operations.listGames({ teamId: 11, limit: 20 });              // the team's newest games
   * page = await operations.listGames({ teamId: 11, limit: 20, after: page.next }); // if `next` is not null
   * ```
   */
  listGames(filter?: GameFilter): Promise<GamePage> {
    return this.#perform("listGames", (executor) => listGames(executor, filter));
  }

  /**
   * Stores the batting and pitching lines of a completed game, so that totals are read faster; what is read stays the
   * same. `completeGame` does it by itself: this is for a game that was completed otherwise.
   *
   * @returns false when there is no such game, or it is not completed
   */
  storeLines(gameId: string): Promise<boolean> {
    return this.#perform("storeLines", (executor) => storeLines(executor, gameId));
  }

  /**
   * Deletes a game with all that hangs on it: its plays, lineups, roster and websocket session.
   *
   * @returns how many rows of each there were
   * @throws {GameNotFoundError} also when it is called again, after it was deleted
   */
  deleteGame(gameId: string): Promise<DeletedGame> {
    return this.#perform("deleteGame", (executor) => deleteGame(executor, gameId));
  }

  /**
   * Starts a pending game: it is active then, and has a `startedAt`.
   *
   * @example
   * ```ts
   * try {
   *   await operations.startGame(gameId);
   * } catch (error) {
   *   if (!(error instanceof GameStatusError) || error.details.status !== "active") throw error;
   *   // somebody started it already: perhaps we did, and the answer was lost
   * }
   * ```
   * @throws {GameNotFoundError}
   * @throws {GameStatusError} when the game is not pending; `details.status` tells what it is
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
   * Completes a game that is active or paused. Where no winner is given, it is the team with more runs, by the
   * game's own score; a tie has none.
   *
   * With `decisions: "byRule"` it also credits the pitchers, by a second statement: within a session both are kept or
   * neither. By itself, a failure between the two leaves the game complete and undecided, which `setDecisions` puts right.
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
   * Gives up a game that is not over: pending, active or paused. It has a `completedAt` then.
   *
   * @throws {GameNotFoundError} {GameStatusError} {StaleGameStateError}
   */
  abandonGame(gameId: string, options?: TransitionOptions): Promise<Game> {
    return this.#perform("abandonGame", (executor) => abandonGame(executor, gameId, options));
  }

  /**
   * Saves a play, as it is given. The same play again (same game, number and content) gives the same id and changes nothing, so
   * that it can simply be repeated after a `CommitOutcomeUnknownError`.
   *
   * @returns the play's id
   * @throws {PlayConflictError} when another play is stored under its number
   * @throws {GameNotFoundError} {LineupEntryNotFoundError}
   */
  savePlay(play: PlayInput): Promise<number> {
    return this.#perform("savePlay", (executor) => savePlay(executor, play));
  }

  /**
   * Saves a play that follows from the last one, and the game's new state: one statement, one round trip, both or neither.
   * Repeating it with the same play and state is as safe as with `savePlay`, and does not set the game's state back.
   *
   * The game must be pending or active, and the play have the next number, and begin in the inning, half, outs and score to
   * which the last play leads (the first play: number 1, top of the first inning, 0 : 0). Who is on which base and who is due to
   * bat is not looked at: `verifyGame` does that afterwards, and `strict` before. With `outOfSequence` the play is stored wherever
   * it stands.
   *
   * With an expectation, two servers that both believe to run the game cannot both record: who comes second is told,
   * and nothing of his is stored. A repetition after a lost answer still gives the first answer.
   *
   * @example
   * ```ts
   * await operations.recordPlay(play, state, { expectedLastPlay: play.playNumber - 1 });
   * ```
   * @param options the `expectedVersion` of the game's state, the `expectedLastPlay` number, or both; `outOfSequence` or `strict`;
   *   the `corrections` of earlier plays that `scorePlay` returned, stored with the play or not at all
   * @throws {PlayConflictError} when another play is stored under its number, or this one with another state
   * @throws {PlaySequenceError} when the play does not follow from the last one; `details.expected` says where it should begin
   * @throws {GameStatusError} when the game is paused or over
   * @throws {IllegalPlayError} with `strict`, when the play or the state cannot be; `details.reasons` lists every reason
   * @throws {GameNotFoundError} {LineupEntryNotFoundError}
   * @throws {StaleGameStateError} when the game is not as expected; its details tell what is there now
   */
  recordPlay(
    play: PlayInput,
    state: GameState,
    options?: PlayExpectation,
  ): Promise<RecordedPlay> {
    return this.#perform("recordPlay", (executor) => recordPlay(executor, play, state, options));
  }

  /** A game's plays in order: those after a number, at most so many. */
  getPlays(gameId: string, page?: PlayPage): Promise<Play[]> {
    return this.#perform("getPlays", (executor) => getPlays(executor, gameId, page));
  }

  /** As `getPlays`, each with its batter's and its pitcher's lineup entries, joined in the same query. */
  getPlaysWithPlayers(gameId: string, page?: PlayPage): Promise<PlayWithPlayers[]> {
    return this.#perform("getPlaysWithPlayers", (executor) => getPlaysWithPlayers(executor, gameId, page));
  }

  /**
   * Takes a game back to where it stood after a play (0: before the first). Later plays and the substitutions after
   * them are removed, those who had been replaced since are in the lineup again, and inning and score are what the
   * play left. Substitutions right after that play stay. A game that was over is active again, and nobody is credited
   * with it any more.
   *
   * @returns what was removed, whole, so that it can be recorded again
   * @throws {ValidationError} when the game has no such play
   * @throws {GameNotFoundError} {StaleGameStateError}
   */
  rewindGame(gameId: string, toPlayNumber: number, options?: VersionExpectation): Promise<RewoundGame> {
    return this.#perform("rewindGame", (executor) => rewindGame(executor, gameId, toPlayNumber, options));
  }

  /**
   * Replaces the content of a game's last play, and the state after it, as a scorer's correction does. The play keeps
   * its number and its id, and its time if none is given. To correct an earlier play, rewind to it first.
   *
   * @throws {StaleGameStateError} when the play is not the last one, or the game not at the version expected
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

  /** As `addPdLineupCard`, a player in an SBA game. */
  addSbaLineupPlayer(entry: SbaLineupInput): Promise<number> {
    return this.#perform("addSbaLineupPlayer", (executor) => addSbaLineupPlayer(executor, entry));
  }

  /** A team's active lineup, in batting order; those who do not bat come last. */
  getActiveLineup(gameId: string, teamId: number): Promise<LineupEntry[]> {
    return this.#perform("getActiveLineup", (executor) => getActiveLineup(executor, gameId, teamId));
  }

  /**
   * Takes a player out of the active lineup, and notes the last play before it; his entry stays, with its plays. It
   * asks no rule of the game, and does not count as a change of the game's state: `substitute` does both.
   *
   * @throws {LineupEntryNotFoundError}
   */
  deactivateLineupPlayer(gameId: string, lineupId: number): Promise<LineupEntry> {
    return this.#perform("deactivateLineupPlayer", (executor) => deactivateLineupPlayer(executor, gameId, lineupId));
  }

  /**
   * Enters a team's whole lineup before the game's first play: nine players, or ten with a designated hitter. A
   * pitcher who is his own designated hitter is named for both.
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
   * @throws {IllegalLineupError} when a game cannot begin like this; `details.reasons` lists every reason
   * @throws {NotOnRosterError} when the team has a roster in this game, and somebody is not on it; `details.people` lists them
   * @throws {GameNotFoundError} {StaleGameStateError}
   */
  setStartingLineup(lineup: StartingLineup, options?: VersionExpectation): Promise<StartedLineup> {
    return this.#perform("setStartingLineup", (executor) => setStartingLineup(executor, lineup, options));
  }

  /**
   * Makes all that one team changes at once, as one step: everything or nothing. Whoever comes in stands in the
   * batting slot of the one whom he replaces. The history is kept: the entries that end stay, the new ones tell whom
   * they replace, in which inning, and after which play.
   *
   * After a `CommitOutcomeUnknownError` it can be called again with the `expectedVersion` of before: a
   * `StaleGameStateError` then says that it was made.
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
   * // Two fielders change places; nobody is named, so that those who are replaced are meant themselves.
   * await operations.substitute({
   *   gameId,
   *   teamId,
   *   changes: [{ replaces: second, position: "SS" }, { replaces: short, position: "2B" }],
   * });
   * ```
   * @throws {IllegalSubstitutionError} when the rules do not allow it; `details.reasons` lists every reason
   * @throws {NotOnRosterError} when the team has a roster in this game, and somebody who comes in is not on it
   * @throws {GameNotFoundError} {StaleGameStateError}
   */
  substitute(substitution: Substitution, options?: VersionExpectation): Promise<MadeSubstitution> {
    return this.#perform("substitute", (executor) => substitute(executor, substitution, options));
  }

  /**
   * The entries of both teams that stood in the lineups when a play began, in batting order; with the number after
   * the last play's, those that stand there now. Whether an entry is active is told as of now.
   */
  getLineupAt(gameId: string, playNumber: number): Promise<LineupEntry[]> {
    return this.#perform("getLineupAt", (executor) => getLineupAt(executor, gameId, playNumber));
  }

  /**
   * Credits the pitchers who won, lost and saved the game, as the scorer decides it: all of them at once. Who is not
   * named has no decision any more, so that the same call corrects what was decided before; made again it changes
   * nothing. Whether the game is over is not asked.
   *
   * @example
   * ```ts
   * await operations.setDecisions(gameId, { win: chapman, loss: shaw, save: montgomery });
   * ```
   * @param decisions lineup entries of pitchers; null or left out for nobody
   * @throws {LineupEntryNotFoundError} when an entry is not of this game; `details.fields` names every such decision
   * @throws {ValidationError} for an entry that has not pitched or is named twice, a winner and a loser of one team,
   *   or a save for the team that lost; it names all that is wrong
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

  /** As `addPdRosterCard`, a player in an SBA game. */
  addSbaRosterPlayer(entry: SbaRosterInput): Promise<number> {
    return this.#perform("addSbaRosterPlayer", (executor) => addSbaRosterPlayer(executor, entry));
  }

  /** The cards of a game's roster, of one team or of both, in order of entry. */
  getPdRoster(gameId: string, teamId?: number): Promise<PdRosterCard[]> {
    return this.#perform("getPdRoster", (executor) => getPdRoster(executor, gameId, teamId));
  }

  /** The players of a game's roster, of one team or of both, in order of entry. */
  getSbaRoster(gameId: string, teamId?: number): Promise<SbaRosterPlayer[]> {
    return this.#perform("getSbaRoster", (executor) => getSbaRoster(executor, gameId, teamId));
  }

  /** Creates a game's websocket session. @throws {GameSessionExistsError} {GameNotFoundError} */
  createGameSession(session: GameSessionInput): Promise<GameSession> {
    return this.#perform("createGameSession", (executor) => createGameSession(executor, session));
  }

  /** A game's websocket session; null when it has none. */
  getGameSession(gameId: string): Promise<GameSession | null> {
    return this.#perform("getGameSession", (executor) => getGameSession(executor, gameId));
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
    options?: SnapshotOptions,
  ): Promise<GameSession> {
    return this.#perform("updateSessionSnapshot", (executor) => updateSessionSnapshot(executor, gameId, stateSnapshot, options));
  }

  /** Has the executor run an operation, however many statements it takes, as one call that is known by its name. */
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
 * The operations that only read: what a `DatabaseOperations` on a reader can do. Given this type, the others are not
 * even offered.
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
