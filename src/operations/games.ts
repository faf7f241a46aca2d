import * as z from "zod";
import {
  type Game,
  type GameInput,
  type GameValues,
  gameRules,
  gameStateInput,
  newGameInput,
} from "../models/games.js";
import type { Situation } from "../models/plays/index.js";
import { labelOf, merged, validate } from "../models/validate.js";
import type { GameStatus, Half } from "../models/vocabulary.js";
import type { Executor } from "../session/executor.js";
import { type DeletedGame, deleteGame as deleteGameStatement } from "../statements/delete-game.js";
import * as statements from "../statements/games.js";
import { type LoadedGame, loadGameState as loadGameStateStatement } from "../statements/whole-game.js";
import { checkArguments } from "./arguments.js";
import { checkTogether } from "./check-together.js";
import {
  expectedVersion,
  gameNotFound,
  lookAtGame,
  staleGameState,
  type VersionExpectation,
} from "./found-game.js";

/** What a situation tells besides a game's state: it is checked and not stored, for the plays have it. */
type RestOfSituation = Omit<Situation, "inning" | "half" | "homeScore" | "awayScore">;

/** Where a game stands after a play: what `situationAfter(play)` gives will do. What is left out stays as it is. */
export interface GameState extends Partial<RestOfSituation> {
  readonly inning: number;
  readonly half: Half;
  readonly homeScore: number;
  readonly awayScore: number;
  readonly status?: GameStatus | undefined;
  readonly winnerTeamId?: number | undefined;
  readonly startedAt?: Date | undefined;
  readonly completedAt?: Date | undefined;
}

const shown = (gameId: unknown) => labelOf({ gameId }, "gameId") ?? "";

/** @throws {ValidationError} */
export function checkedState(gameId: string | undefined, state: GameState): statements.GameStateValues {
  return validate(() => `The new state of game ${shown(gameId)}`, gameStateInput, merged(state, { gameId }));
}

type NewGame = Omit<GameValues, "id"> & { gameId: string };

export async function createGame(executor: Executor, game: GameInput): Promise<Game> {
  const given = labelOf(game, "gameId");
  const subject = given === undefined ? "The game" : `Game ${given}`;
  const { gameId, ...values } = validate<NewGame>(subject, newGameInput, game, gameRules);
  const [created] = await executor.execute(statements.createGame, { ...values, id: gameId });
  return created as Game;
}

const stateExpectation = z.strictObject({ expectedVersion });

export async function updateGameState(
  executor: Executor,
  gameId: string,
  state: GameState,
  options: VersionExpectation = {},
): Promise<statements.StateVersion> {
  const { state: values, expectation } = checkTogether(`The new state of game ${shown(gameId)}`, {
    state: () => checkedState(gameId, state),
    expectation: () =>
      validate<{ expectedVersion: number | null }>("The expectation", stateExpectation, options),
  });
  const { expectedVersion } = expectation;
  const [changed] = await executor.execute(statements.updateGameState, { ...values, expectedVersion });
  if (changed !== undefined) return changed;
  if (expectedVersion === null) throw gameNotFound(gameId);
  throw staleGameState(values.gameId, await lookAtGame(executor, values.gameId));
}

export async function loadGameState(executor: Executor, gameId: string): Promise<LoadedGame | null> {
  const [loaded] = await executor.execute(
    loadGameStateStatement,
    checkArguments("loadGameState", { gameId }),
  );
  return loaded ?? null;
}

/** @throws {GameNotFoundError} */
export async function deleteGame(executor: Executor, gameId: string): Promise<DeletedGame> {
  const values = checkArguments("deleteGame", { gameId });
  const [deleted] = await executor.execute(deleteGameStatement, values);
  if (deleted === undefined) throw gameNotFound(gameId);
  return deleted;
}
