import type { Play, PlayInput } from "../../models/plays/index.js";
import type { GameState } from "../games.js";
import * as plays from "../plays.js";
import { LifeCycleOperations } from "./life-cycle.js";

/** What is done with a game's plays. */
export abstract class PlayOperations extends LifeCycleOperations {
  /**
   * Saves a play. The same play again (same game, number and content) gives the same id and changes nothing, so
   * that it can simply be repeated after a `CommitOutcomeUnknownError`.
   *
   * @returns the play's id
   * @throws {PlayConflictError} when another play is stored under its number
   * @throws {GameNotFoundError} {LineupEntryNotFoundError}
   */
  savePlay(play: PlayInput): Promise<number> {
    return plays.savePlay(this.executor, play);
  }

  /**
   * Saves a play and the game's new state: one statement, one round trip, both or neither. Repeating it is as safe
   * as with `savePlay`: a play that was there already does not set the game's state back.
   *
   * With an expectation, two servers that both believe to run the game cannot both record: who comes second is told,
   * and nothing of his is stored. A repetition after a lost answer still gives the first answer.
   *
   * @example
   * ```ts
   * await operations.recordPlay(play, state, { expectedLastPlay: play.playNumber - 1 });
   * ```
   * @param options the `expectedVersion` of the game's state, the `expectedLastPlay` number, or both
   * @throws {PlayConflictError} {GameNotFoundError} {LineupEntryNotFoundError}
   * @throws {StaleGameStateError} when the game is not as expected; its details tell what is there now
   */
  recordPlay(
    play: PlayInput,
    state: GameState,
    options?: plays.PlayExpectation,
  ): Promise<plays.RecordedPlay> {
    return plays.recordPlay(this.executor, play, state, options);
  }

  /** A game's plays in order: those after a number, at most so many. */
  getPlays(gameId: string, page?: plays.PlayPage): Promise<Play[]> {
    return plays.getPlays(this.executor, gameId, page);
  }

  /** As `getPlays`, each with its batter's and its pitcher's lineup entries, joined in the same query. */
  getPlaysWithPlayers(gameId: string, page?: plays.PlayPage): Promise<plays.PlayWithPlayers[]> {
    return plays.getPlaysWithPlayers(this.executor, gameId, page);
  }
}
