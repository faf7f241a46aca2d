import * as z from "zod";
import { type DugoutError, GameStatusError, ValidationError } from "../errors/index.js";
import type { Game } from "../models/games.js";
import { time, uuidText } from "../models/input.js";
import { merged, validate } from "../models/validate.js";
import type { GameStatus } from "../models/vocabulary.js";
import type { Executor } from "../session/executor.js";
import type { FoundGame, TransitionName, TransitionValues } from "../statements/life-cycle.js";
import * as statements from "../statements/life-cycle.js";
import { decideByRule } from "./decisions.js";
import {
  attempts,
  expectedVersion,
  lookAtGame,
  staleGameState,
  type VersionExpectation,
} from "./found-game.js";

/** When a step in a game's life is taken, and from which version of its state. */
export interface TransitionOptions extends VersionExpectation {
  /** When it happens. Default: now. */
  readonly at?: Date | undefined;
}

export interface CompletionOptions extends TransitionOptions {
  /** Who won. Left out, it is the team with more runs; of a tie there is no winner. */
  readonly winnerTeamId?: number | undefined;
  /** `byRule` credits the pitchers who win, lose and save the game by rules 9.17 and 9.19. Left out, nobody is credited. */
  readonly decisions?: "byRule" | undefined;
}

const versioned = z.strictObject({ gameId: uuidText, expectedVersion });
const timed = versioned.extend({ at: time.default(() => new Date()) });
const decided = timed.extend({ winnerTeamId: z.int32().nullable().default(null) });

export function startGame(executor: Executor, gameId: string, options?: TransitionOptions): Promise<Game> {
  return take(executor, statements.startGame, timed, gameId, options);
}

export function pauseGame(executor: Executor, gameId: string, options?: VersionExpectation): Promise<Game> {
  return take(executor, statements.pauseGame, versioned, gameId, options);
}

export function resumeGame(executor: Executor, gameId: string, options?: VersionExpectation): Promise<Game> {
  return take(executor, statements.resumeGame, versioned, gameId, options);
}

export async function completeGame(
  executor: Executor,
  gameId: string,
  options?: CompletionOptions,
): Promise<Game> {
  if (options?.decisions === undefined)
    return take(executor, statements.completeGame, decided, gameId, options);
  const { decisions, ...completion } = options;
  if (decisions !== "byRule")
    throw new ValidationError("The input of completeGame", [
      { field: "decisions", message: 'must be "byRule", or left out' },
    ]);
  const game = await take(executor, statements.completeGame, decided, gameId, completion);
  const { stateVersion } = await decideByRule(executor, game.id);
  return { ...game, stateVersion };
}

export function abandonGame(executor: Executor, gameId: string, options?: TransitionOptions): Promise<Game> {
  return take(executor, statements.abandonGame, timed, gameId, options);
}

async function take(
  executor: Executor,
  statement: statements.TransitionStatement,
  schema: z.ZodObject,
  gameId: string,
  options: unknown = {},
): Promise<Game> {
  const { name } = statement;
  const given = options === null ? options : merged(options, { gameId });
  const values = validate<TransitionValues>(`The input of ${name}`, schema, given);
  for (let attempt = 1; ; attempt += 1) {
    const [game] = await executor.execute(statement, values);
    if (game !== undefined) return game;
    const found = await lookAtGame(executor, values.gameId);
    const refusal = refusalOf(name, values, found);
    if (refusal !== undefined) throw refusal;
    // The step was not legal a moment ago, and is now: somebody else changed the game in between.
    if (attempt === attempts) throw staleGameState(values.gameId, found);
  }
}

/** Why a step is not taken in a game as it was found; nothing when it could be. */
export function refusalOf(
  name: TransitionName,
  { gameId, expectedVersion, winnerTeamId = null }: TransitionValues,
  found: FoundGame,
): DugoutError | undefined {
  const { homeTeamId, awayTeamId, status, stateVersion } = found;
  if (winnerTeamId !== null && winnerTeamId !== homeTeamId && winnerTeamId !== awayTeamId) {
    const teams = `${awayTeamId} or ${homeTeamId}`;
    const message = `must be a team of game ${gameId}, ${teams}, not ${winnerTeamId}`;
    return new ValidationError(`The input of ${name}`, [{ field: "winnerTeamId", message }], {
      details: { gameId },
    });
  }
  if (expectedVersion !== null && expectedVersion !== stateVersion) return staleGameState(gameId, found);
  return isLegal(name, status) ? undefined : wrongStatus(name, gameId, found);
}

const participles: Readonly<Record<TransitionName, string>> = {
  startGame: "started",
  pauseGame: "paused",
  resumeGame: "resumed",
  completeGame: "completed",
  abandonGame: "abandoned",
};

function wrongStatus(name: TransitionName, gameId: string, found: FoundGame): GameStatusError {
  const { status, stateVersion, lastPlay } = found;
  const names = Object.keys(statements.transitions) as TransitionName[];
  const legal = names.filter((other) => isLegal(other, status));
  const advice =
    legal.length === 0
      ? "Its life is over."
      : `What it can be is ${legal.map((other) => participles[other]).join(", ")}.`;
  return new GameStatusError(`Game ${gameId} is ${status} and cannot be ${participles[name]}. ${advice}`, {
    details: { gameId, status, stateVersion, lastPlay, legal },
  });
}

function isLegal(name: TransitionName, status: GameStatus): boolean {
  const { from }: { readonly from: readonly GameStatus[] } = statements.transitions[name];
  return from.includes(status);
}
