import type { Game } from "../../models/games.js";
import type { VersionExpectation } from "../found-game.js";
import * as lifeCycle from "../life-cycle.js";
import { GameOperations } from "./games.js";

/**
 * The steps of a game's life. Each is one UPDATE, which checks by itself that the game's status allows it: of two
 * who take a step at once only one can win. Each answers with the game as it is now.
 */
export abstract class LifeCycleOperations extends GameOperations {
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
  startGame(gameId: string, options?: lifeCycle.TransitionOptions): Promise<Game> {
    return lifeCycle.startGame(this.executor, gameId, options);
  }

  /** Pauses an active game. @throws {GameNotFoundError} {GameStatusError} {StaleGameStateError} */
  pauseGame(gameId: string, options?: VersionExpectation): Promise<Game> {
    return lifeCycle.pauseGame(this.executor, gameId, options);
  }

  /** Makes a paused game active again. @throws {GameNotFoundError} {GameStatusError} {StaleGameStateError} */
  resumeGame(gameId: string, options?: VersionExpectation): Promise<Game> {
    return lifeCycle.resumeGame(this.executor, gameId, options);
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
  completeGame(gameId: string, options?: lifeCycle.CompletionOptions): Promise<Game> {
    return lifeCycle.completeGame(this.executor, gameId, options);
  }

  /**
   * Gives up a game that is not over: pending, active or paused. It has a `completedAt` then.
   *
   * @throws {GameNotFoundError} {GameStatusError} {StaleGameStateError}
   */
  abandonGame(gameId: string, options?: lifeCycle.TransitionOptions): Promise<Game> {
    return lifeCycle.abandonGame(this.executor, gameId, options);
  }
}
