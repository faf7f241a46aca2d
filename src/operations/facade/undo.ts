import type { PlayInput } from "../../models/plays/index.js";
import type { VersionExpectation } from "../found-game.js";
import type { GameState } from "../games.js";
import type { RecordedPlay } from "../plays.js";
import { reviseLastPlay } from "../revision.js";
import { type RewoundGame, rewindGame } from "../rewind.js";
import { LineupOperations } from "./lineups.js";

/** What is done when something that was recorded is wrong. */
export abstract class UndoOperations extends LineupOperations {
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
    return rewindGame(this.executor, gameId, toPlayNumber, options);
  }

  /**
   * Replaces the content of a game's last play, and the state after it, as a scorer's correction does. The play keeps
   * its number and its id, and its time if none is given. To correct an earlier play, rewind to it first.
   *
   * @throws {StaleGameStateError} when the play is not the last one, or the game not at the version expected
   * @throws {GameNotFoundError} {LineupEntryNotFoundError}
   */
  reviseLastPlay(play: PlayInput, state: GameState, options?: VersionExpectation): Promise<RecordedPlay> {
    return reviseLastPlay(this.executor, play, state, options);
  }
}
