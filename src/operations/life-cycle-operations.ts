import * as z from "zod";
import { type DugoutError, GameStatusError, ValidationError } from "../errors/errors.js";
import type { Game } from "../models/games-table.js";
import { expectedVersion, time, uuidText } from "../models/input-schemas.js";
import { once } from "../models/once.js";
import type { LazySchema } from "../models/validate.js";
import { merged, validate } from "../models/validate.js";
import type { GameStatus } from "../rules/vocabulary.js";
import type { Executor } from "../session/executor.js";
import type { FoundGame, TransitionName, TransitionValues } from "../statements/life-cycle-statements.js";
import * as statements from "../statements/life-cycle-statements.js";
import { decideByRule } from "./decision-operations.js";
import { attempts, lookAtGame, staleGameState, type VersionExpectation } from "./optimistic-update.js";

/** When a game starts or ends, and at which version of its state. */
export interface TransitionOptions extends VersionExpectation {
  /** The time to store. Default: now. */
  readonly at?: Date | undefined;
}

export interface CompletionOptions extends TransitionOptions {
  /** The team that won. Default: the team with more runs; a tie has no winner. */
  readonly winnerTeamId?: number | undefined;
  /** `byRule` credits the pitchers with win, loss and save by Official Baseball Rules 9.17 and 9.19. Default: no decisions. */
  readonly decisions?: "byRule" | undefined;
}

const versioned = once(() => z.strictObject({ gameId: uuidText(), expectedVersion: expectedVersion() }));
const timed = once(() => versioned().extend({ at: time().default(() => new Date()) }));
const decided = once(() => timed().extend({ winnerTeamId: z.int32().nullable().default(null) }));

export function startGame(executor: Executor, gameId: string, options?: TransitionOptions): Promise<Game> {
  return changeStatus(executor, statements.startGame, timed, gameId, options);
}

export function pauseGame(executor: Executor, gameId: string, options?: VersionExpectation): Promise<Game> {
  return changeStatus(executor, statements.pauseGame, versioned, gameId, options);
}

export function resumeGame(executor: Executor, gameId: string, options?: VersionExpectation): Promise<Game> {
  return changeStatus(executor, statements.resumeGame, versioned, gameId, options);
}

export async function completeGame(
  executor: Executor,
  gameId: string,
  options?: CompletionOptions,
): Promise<Game> {
  if (options?.decisions === undefined)
    return changeStatus(executor, statements.completeGame, decided, gameId, options);
  const { decisions, ...completion } = options;
  if (decisions !== "byRule")
    throw new ValidationError("The input of completeGame", [
      { field: "decisions", message: 'must be "byRule", or left out' },
    ]);
  const game = await changeStatus(executor, statements.completeGame, decided, gameId, completion);
  const { stateVersion } = await decideByRule(executor, game.id);
  return { ...game, stateVersion };
}

export function abandonGame(executor: Executor, gameId: string, options?: TransitionOptions): Promise<Game> {
  return changeStatus(executor, statements.abandonGame, timed, gameId, options);
}

async function changeStatus(
  executor: Executor,
  statement: statements.TransitionStatement,
  schema: LazySchema,
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
    // The step is legal now: another caller changed the game between the two statements.
    if (attempt === attempts) throw staleGameState(values.gameId, found);
  }
}

/** Returns why a step is not possible in a game as it was found; undefined when it is possible. */
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
    legal.length === 0 ? "It is over." : `It can be ${legal.map((other) => participles[other]).join(", ")}.`;
  return new GameStatusError(`Game ${gameId} is ${status} and cannot be ${participles[name]}. ${advice}`, {
    details: { gameId, status, stateVersion, lastPlay, legal },
  });
}

function isLegal(name: TransitionName, status: GameStatus): boolean {
  const { from }: { readonly from: readonly GameStatus[] } = statements.transitions[name];
  return from.includes(status);
}
