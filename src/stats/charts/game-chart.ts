import * as z from "zod";
import { GameNotFoundError, ValidationError } from "../../errors/errors.js";
import { storableText, uuidText } from "../../models/input-schemas.js";
import { once } from "../../models/once.js";
import { merged, validate } from "../../models/validate.js";
import { DatabaseOperations } from "../../operations/database-operations.js";
import type { Executor } from "../../session/executor.js";
import type { LoadedGame } from "../../statements/whole-game-statements.js";
import { baseOuts } from "../value/base-out.js";
import { computedChances, type GameChances, storedChances } from "../value/game-chances.js";
import { type RunExpectancy, runExpectancy } from "../value/run-expectancy-table.js";
import { battingSide, type ChartSide, captionOf, isMeaningful, notesOf } from "./chart-captions.js";
import { chartWidths } from "./chart-frame.js";

export const chartKinds = ["win-probability", "base-out"] as const;
/** `win-probability`: the win probability over the game. `base-out`: the run expectancy of each base-out state. */
export type ChartKind = (typeof chartKinds)[number];

export interface ChartOptions {
  /** Default `win-probability`. */
  readonly kind?: ChartKind | undefined;
  /** The season whose games the values are computed from. Default: the game's own; without one, all of its league. */
  readonly season?: string | undefined;
  /**
   * The width in CSS pixels at which you show the chart, a whole number from 320 to 1600. Default 800. A chart scales to any
   * width, but its text scales with it: for a phone, draw another one with the phone's width. Below 760 the layout is a narrow
   * one.
   */
  readonly width?: number | undefined;
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
    width: z.int().min(chartWidths.least).max(chartWidths.most).default(chartWidths.default),
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
  const { width, draw, games, isMeaningful } = await prepareChart(executor, gameId, options);
  return { svg: draw(width), games, isMeaningful };
}

/** A chart that can be drawn for several widths: its values were read once. */
interface PreparedChart extends Omit<GameChart, "svg"> {
  readonly title: string;
  /** The width that the options name. */
  readonly width: number;
  readonly draw: (width?: number) => string;
}

/** Reads and computes what {@link gameChart} draws. */
export async function prepareChart(
  executor: Executor,
  gameId: string,
  options: ChartOptions = {},
): Promise<PreparedChart> {
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
  const isBaseOut = input.kind === "base-out";
  const stored = isBaseOut || input.season !== undefined ? null : storedChances(state);
  const table =
    stored === null ? await runExpectancy(executor, { leagueId: state.game.leagueId, season }) : null;
  const games = table?.games ?? null;
  const notes = notesOf(state, games, season);
  const origin = { width: input.width, games, isMeaningful: isMeaningful(games) };
  if (table !== null && isBaseOut) {
    const { baseOutChart } = await import("./base-out-chart.js");
    const chart = { ...baseOutOf(state, table), notes };
    return { ...origin, title: chart.title, draw: (width) => baseOutChart(chart, width) };
  }
  const { winProbabilityChart } = await import("./win-probability-chart.js");
  const chances = table === null ? stored : computedChances(state, table);
  const chart = { ...winProbabilityOf(state, chances ?? []), notes };
  return { ...origin, title: chart.title, draw: (width) => winProbabilityChart(chart, width) };
}

const winProbabilityOf = (state: LoadedGame, chances: GameChances) => ({
  ...captionOf(state, "Win probability after each play, for equal teams"),
  homeWinsAtFirst: chances[0] ?? 0.5,
  plays: state.plays.map((play, index) => ({
    ...{ inning: play.inning, half: play.half },
    description: play.resultDescription ?? `Play ${play.playNumber}.`,
    homeWins: chances[index + 1] ?? 0.5,
  })),
});

const baseOutOf = (state: LoadedGame, { states }: RunExpectancy) => ({
  ...captionOf(state, "Run expectancy by bases and outs"),
  ...{ states, plays: { away: playsOf(state, "away"), home: playsOf(state, "home") } },
});

/** The number of a team's plays that began in each of the 24 states. */
function playsOf({ plays }: LoadedGame, side: ChartSide): number[] {
  const own = plays.filter(({ half }) => battingSide(half) === side);
  return baseOuts.map(
    ({ bases, outs }) =>
      own.filter(({ onBaseCode, outsBefore }) => onBaseCode === bases && outsBefore === outs).length,
  );
}
