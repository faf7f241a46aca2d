import * as z from "zod";
import { GameNotFoundError, ValidationError } from "../../errors/errors.js";
import { storableText, uuidText } from "../../models/input-schemas.js";
import { once } from "../../models/once.js";
import { merged, validate } from "../../models/validate.js";
import { DatabaseOperations } from "../../operations/database-operations.js";
import type { Executor } from "../../session/executor.js";
import type { LoadedGame } from "../../statements/whole-game-statements.js";
import { baseOuts } from "../value/base-out.js";
import { computedChances, storedChances } from "../value/game-chances.js";
import { type RunExpectancy, runExpectancy } from "../value/run-expectancy-table.js";
import { battingSide, type ChartSide, captionOf, isMeaningful, notesOf } from "./chart-captions.js";

export const chartKinds = ["win-probability", "base-out"] as const;
/** `win-probability`: the win probability over the game. `base-out`: the run expectancy of each base-out state. */
export type ChartKind = (typeof chartKinds)[number];

export interface ChartOptions {
  /** Default `win-probability`. */
  readonly kind?: ChartKind | undefined;
  /** The season whose games the values are computed from. Default: the game's own; without one, all of its league. */
  readonly season?: string | undefined;
}

/** A chart, and the origin of its values. */
export interface GameChart {
  /** A complete SVG document. */
  readonly svg: string;
  /** The number of games that the values were computed from; null if they were stored with the plays. */
  readonly games: number | null;
  /** False if the values come from too few games (fewer than 200) to be reliable. */
  readonly isMeaningful: boolean;
}

const chartInput = once(() =>
  z.strictObject({
    gameId: uuidText(),
    kind: z.enum(chartKinds).default("win-probability"),
    season: storableText().optional(),
  }),
);

/**
 * Draws a chart of a game as SVG. If all plays have stored values and you name no season, the chart shows these; otherwise the
 * values are computed from the stored games of a season.
 *
 * @example
 * ```ts
 * const { svg } = await gameChart(database, gameId, { kind: "win-probability" });
 * await writeFile("game.svg", svg);
 * ```
 * @throws {GameNotFoundError}
 * @throws {ValidationError} if the input is invalid (each field is named), if the game has no plays, or if there is no completed
 * game to compute values from
 */
export async function gameChart(
  executor: Executor,
  gameId: string,
  options: ChartOptions = {},
): Promise<GameChart> {
  const subject = "The input of gameChart";
  const input = validate<z.infer<ReturnType<typeof chartInput>>>(
    subject,
    chartInput,
    merged(options, { gameId }),
  );
  const state = await new DatabaseOperations(executor).loadGameState(input.gameId);
  if (state === null)
    throw new GameNotFoundError(`There is no game ${input.gameId}.`, { details: { gameId: input.gameId } });
  if (state.plays.length === 0)
    throw new ValidationError(subject, [{ field: "gameId", message: "names a game without plays" }]);
  const season = input.season ?? state.game.season ?? undefined;
  const computed = () => runExpectancy(executor, { leagueId: state.game.leagueId, season });
  if (input.kind === "base-out") return drawBaseOut(state, await computed(), season);
  const stored = input.season === undefined ? storedChances(state) : null;
  if (stored !== null) return drawWinProbability(state, stored, { table: null, season });
  const table = await computed();
  return drawWinProbability(state, computedChances(state, table), { table, season });
}

interface Source {
  readonly table: RunExpectancy | null;
  readonly season: string | undefined;
}

/** The drawing code and its library are loaded when the first chart is drawn. */
async function drawWinProbability(
  state: LoadedGame,
  chances: readonly number[],
  { table, season }: Source,
): Promise<GameChart> {
  const { winProbabilityChart } = await import("./win-probability-chart.js");
  const games = table?.games ?? null;
  const plays = state.plays.map((play, index) => ({
    ...{ inning: play.inning, half: play.half },
    description: play.resultDescription ?? `Play ${play.playNumber}.`,
    homeWins: chances[index + 1] ?? 0.5,
  }));
  const svg = winProbabilityChart({
    ...captionOf(state, "Win probability after each play, for equal teams"),
    ...{ plays, homeWinsAtFirst: chances[0] ?? 0.5 },
    notes: notesOf(state, games, season),
  });
  return { svg, games, isMeaningful: isMeaningful(games) };
}

async function drawBaseOut(
  state: LoadedGame,
  table: RunExpectancy,
  season: string | undefined,
): Promise<GameChart> {
  const { baseOutChart } = await import("./base-out-chart.js");
  const { games, states } = table;
  const svg = baseOutChart({
    ...captionOf(state, "Run expectancy by bases and outs"),
    ...{ states, plays: { away: playsOf(state, "away"), home: playsOf(state, "home") } },
    notes: notesOf(state, games, season),
  });
  return { svg, games, isMeaningful: isMeaningful(games) };
}

/** The number of a team's plays that began in each of the 24 states. */
function playsOf({ plays }: LoadedGame, side: ChartSide): number[] {
  const own = plays.filter(({ half }) => battingSide(half) === side);
  return baseOuts.map(
    ({ bases, outs }) =>
      own.filter(({ onBaseCode, outsBefore }) => onBaseCode === bases && outsBefore === outs).length,
  );
}
