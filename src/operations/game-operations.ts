import * as z from "zod";
import { StatementFailedError } from "../errors/errors.js";
import {
  type Game,
  type GameInput,
  type GameValues,
  gameRules,
  gameStateInput,
  newGameInput,
} from "../models/games-table.js";
import { expectedVersion, time, uuidText } from "../models/input-schemas.js";
import { once } from "../models/once.js";
import { labelOf, merged, validate } from "../models/validate.js";
import type { Situation } from "../rules/situation.js";
import { type GameStatus, gameStatuses, type Half, type League, leagues } from "../rules/vocabulary.js";
import type { Executor } from "../session/executor.js";
import * as listStatements from "../statements/game-list-statements.js";
import * as statements from "../statements/game-statements.js";
import * as lineStatements from "../statements/stored-line-statements.js";
import * as wholeGame from "../statements/whole-game-statements.js";
import { checkArguments, checkTogether } from "./operation-input.js";
import {
  gameNotFound,
  lookAtGame,
  retryUntilWritten,
  staleGameState,
  type VersionExpectation,
} from "./optimistic-update.js";

/** The fields of a situation that a game's row does not have: they are checked and not stored, because the plays have them. */
type RestOfSituation = Omit<Situation, "inning" | "half" | "homeScore" | "awayScore">;

/** The state of a game after a play, such as `situationAfter(play)` returns it. Fields that are left out keep their values. */
export interface GameState extends Partial<RestOfSituation> {
  /** The inning that is being played, from 1 to 99. */
  readonly inning: number;
  /** The half-inning that is being played: top (the away team bats) or bottom (the home team bats). */
  readonly half: Half;
  /** Runs of the home team so far, from 0 to 999. */
  readonly homeScore: number;
  /** Runs of the away team so far, from 0 to 999. */
  readonly awayScore: number;
  /** The new status. Default: the stored one. */
  readonly status?: GameStatus | undefined;
  /** The team that won. Default: the stored one. */
  readonly winnerTeamId?: number | undefined;
  /** When the game started. Default: the stored time. */
  readonly startedAt?: Date | undefined;
  /** When the game ended. Default: the stored time. */
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
  if (created !== undefined) return created;
  throw new StatementFailedError(
    "createGame stored nothing: a trigger or a rule of the database on the table games suppressed the row.",
    { details: { operation: "createGame", gameId } },
  );
}

const stateExpectation = once(() => z.strictObject({ expectedVersion: expectedVersion() }));

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

export async function loadGameState(
  executor: Executor,
  gameId: string,
): Promise<wholeGame.LoadedGame | null> {
  const [loaded] = await executor.execute(
    wholeGame.loadGameState,
    checkArguments("loadGameState", { gameId }),
  );
  return loaded ?? null;
}

/** @throws {GameNotFoundError} {StaleGameStateError} */
export async function deleteGame(executor: Executor, gameId: string): Promise<statements.DeletedGame> {
  const values = checkArguments("deleteGame", { gameId });
  return retryUntilWritten(executor, values.gameId, async () => {
    const [deleted] = await executor.execute(statements.deleteGame, values);
    if (deleted === undefined) await lookAtGame(executor, values.gameId);
    return deleted;
  });
}

/** A game's place in a list. You can pass a game. */
export interface GameKey {
  /** The game's `createdAt`. */
  readonly createdAt: Date;
  /** The game's `id`. */
  readonly id: string;
}

/** Which games, and in which order. A filter that is left out excludes nothing. */
export interface GameFilter {
  /** Only games of this status. */
  readonly status?: GameStatus | undefined;
  /** A team, at home or away. */
  readonly teamId?: number | undefined;
  /** Only games of this league. */
  readonly leagueId?: League | undefined;
  /** Created at this time or later. */
  readonly createdFrom?: Date | undefined;
  /** Created before this time. */
  readonly createdBefore?: Date | undefined;
  /** Which games are first, by time of creation. Default: `newest`. */
  readonly order?: listStatements.ListOrder | undefined;
  /** The most games in a page, from 1 to 1,000. Default: 50. */
  readonly limit?: number | undefined;
  /** The page begins after this game. Default: null, for the first page. */
  readonly after?: GameKey | null | undefined;
}

/** A page of a list of games. */
export interface GamePage {
  /** The games of the page, in order. */
  readonly games: Game[];
  /** Pass it as `after` for the next page; null when this is the last page. */
  readonly next: GameKey | null;
}

const optionalFilter = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().default(null);

const gameFilter = once(() =>
  z.strictObject({
    status: optionalFilter(z.enum(gameStatuses)),
    teamId: optionalFilter(z.int32()),
    leagueId: optionalFilter(z.enum(leagues)),
    createdFrom: optionalFilter(time()),
    createdBefore: optionalFilter(time()),
    order: z.enum(["newest", "oldest"]).default("newest"),
    limit: z.int().min(1).max(1000).default(50),
    after: optionalFilter(z.object({ createdAt: time(), id: uuidText() })),
  }),
);
type CheckedFilter = z.infer<ReturnType<typeof gameFilter>>;

export async function listGames(executor: Executor, filter: GameFilter = {}): Promise<GamePage> {
  const checked = validate<CheckedFilter>("The input of listGames", gameFilter, filter);
  const { after, order: _order, limit, ...filters } = checked;
  const games = await executor.execute(statementFor(checked), {
    ...filters,
    afterCreatedAt: after?.createdAt ?? null,
    afterId: after?.id ?? null,
    // One game more than requested shows whether there is a next page.
    limit: limit + 1,
  });
  const page = games.slice(0, limit);
  const last = page.at(-1);
  const hasNext = last !== undefined && games.length > limit;
  return { games: page, next: hasNext ? { createdAt: last.createdAt, id: last.id } : null };
}

type IndexedFilter = Pick<CheckedFilter, "teamId" | "status" | "order">;

/** The most selective filter chooses the index: a team has fewer games than a status. */
function statementFor({ teamId, status, order }: IndexedFilter): listStatements.GameListStatement {
  const { all, byStatus, byTeam } = statementsByOrder[order];
  if (teamId !== null) return byTeam;
  return status === null ? all : byStatus;
}

const statementsByOrder = {
  newest: {
    all: listStatements.listGames,
    byStatus: listStatements.listGamesByStatus,
    byTeam: listStatements.listGamesByTeam,
  },
  oldest: {
    all: listStatements.listGamesFromOldest,
    byStatus: listStatements.listGamesByStatusFromOldest,
    byTeam: listStatements.listGamesByTeamFromOldest,
  },
};

export async function storeLines(executor: Executor, gameId: string): Promise<boolean> {
  const values = checkArguments("storeLines", { gameId });
  return retryUntilWritten(executor, values.gameId, async () => {
    const [answer] = await executor.execute(lineStatements.storeLines, values);
    return answer?.isCompleted && !answer.isUnchanged ? undefined : (answer?.isStored ?? false);
  });
}
