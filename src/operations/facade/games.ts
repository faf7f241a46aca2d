import type { Game, GameInput } from "../../models/games.js";
import type { DeletedGame } from "../../statements/delete-game.js";
import type { LoadedGame } from "../../statements/whole-game.js";
import type { VersionExpectation } from "../found-game.js";
import * as gameList from "../game-list.js";
import * as games from "../games.js";
import { storeLines } from "../stored-lines.js";
import { OperationsTarget } from "./target.js";

/** What is done with a game as a whole. */
export abstract class GameOperations extends OperationsTarget {
  /** Creates a game. @throws {GameExistsError} when its id is taken */
  createGame(game: GameInput): Promise<Game> {
    return games.createGame(this.executor, game);
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
    state: games.GameState,
    options?: VersionExpectation,
  ): Promise<{ stateVersion: number }> {
    return games.updateGameState(this.executor, gameId, state, options);
  }

  /** A game with its active lineups and all its plays, as of one instant; null when there is no such game. */
  loadGameState(gameId: string): Promise<LoadedGame | null> {
    return games.loadGameState(this.executor, gameId);
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
  listGames(filter?: gameList.GameFilter): Promise<gameList.GamePage> {
    return gameList.listGames(this.executor, filter);
  }

  /**
   * Stores the batting and pitching lines of a completed game, so that totals are read faster; what is read stays the
   * same. `completeGame` does it by itself: this is for a game that was completed otherwise.
   *
   * @returns false when there is no such game, or it is not completed
   */
  storeLines(gameId: string): Promise<boolean> {
    return storeLines(this.executor, gameId);
  }

  /**
   * Deletes a game with all that hangs on it: its plays, lineups, roster and websocket session.
   *
   * @returns how many rows of each there were
   * @throws {GameNotFoundError} also when it is called again, after it was deleted
   */
  deleteGame(gameId: string): Promise<DeletedGame> {
    return games.deleteGame(this.executor, gameId);
  }
}
