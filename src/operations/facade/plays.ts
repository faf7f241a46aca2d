import type { Play, PlayInput } from "../../models/plays/index.js";
import type { GameState } from "../games.js";
import * as plays from "../plays.js";
import { LifeCycleOperations } from "./life-cycle.js";

/** What is done with a game's plays. */
export abstract class PlayOperations extends LifeCycleOperations {
  /**
   * Saves a play, as it is given. The same play again (same game, number and content) gives the same id and changes nothing, so
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
