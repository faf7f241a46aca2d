import type { FollowedGame } from "../feed/feed-events.js";
import type { Database } from "../session/database.js";
import { type LoadedGame, loadGameState } from "../statements/whole-game-statements.js";
import { boxScore } from "../stats/box-score/box-score-query.js";
import { boxSheet } from "../stats/box-score/box-score-sheet.js";
import { captionOf } from "../stats/charts/chart-captions.js";
import { biggest, points, type WinProbabilityChart } from "../stats/charts/win-probability-chart.js";
import { computedChances, type GameChances, storedChances } from "../stats/value/game-chances.js";
import { majorLeagues2020 } from "../stats/value/major-leagues-2020.js";
import { type RunExpectancy, runExpectancy } from "../stats/value/run-expectancy-table.js";
import type { GameDetails } from "./page/game-view.js";
import { counted, halfText } from "./page/words.js";

/** With fewer games a table is unreliable, and that of the major leagues is used. */
const enoughGames = 200;
/** How long a league's table is cached, in milliseconds: it changes little from game to game. */
const tableAge = 600_000;

export type ChartSize = "wide" | "narrow";
type Chart = Omit<WinProbabilityChart, "notes">;

/** What pages show in addition to plays and lineups: box scores and win probability. */
export class DetailsReader {
  readonly #database: Database;
  readonly #tables = new Map<string, { readonly table: Promise<RunExpectancy>; readonly until: number }>();
  /** By game: the current read, and the next one for requests that came during it. */
  readonly #readings = new Map<string, { readonly running: Promise<unknown>; next?: Promise<GameDetails> }>();

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * The details of a game as of this call, or later. However many requests arrive together, as after each play, the game is
   * read once for all that came during the previous read.
   */
  read(gameId: string): Promise<GameDetails> {
    const reading = this.#readings.get(gameId);
    if (reading === undefined) return this.#begin(gameId);
    reading.next ??= reading.running.then(
      () => this.#begin(gameId),
      () => this.#begin(gameId),
    );
    return reading.next;
  }

  /** The curve of the chances to win as SVG; null when there is none. */
  async chart(gameId: string, size: ChartSize): Promise<string | null> {
    const state = await this.#load(gameId);
    return state && this.chartOf(state, size);
  }

  /** The same for a game that was already read. */
  async chartOf({ game, plays, lineups }: FollowedGame, size: ChartSize): Promise<string | null> {
    if (plays.length === 0) return null;
    const state = { game, plays: [...plays], lineups: [...lineups] };
    const { chances } = await this.#chances(state);
    const { winProbabilityPicture } = await import("../stats/charts/win-probability-chart.js");
    return winProbabilityPicture(chartOf(state, chances), size);
  }

  #begin(gameId: string): Promise<GameDetails> {
    const running = this.#read(gameId);
    const reading = { running };
    this.#readings.set(gameId, reading);
    const forget = () => {
      if (this.#readings.get(gameId) === reading) this.#readings.delete(gameId);
    };
    running.then(forget, forget);
    return running;
  }

  async #read(gameId: string): Promise<GameDetails> {
    const sheet = boxSheet(await boxScore(this.#database, gameId));
    const state = (await this.#load(gameId)) as LoadedGame;
    const base = { playCount: state.plays.length, stateVersion: state.game.stateVersion, sheet };
    if (state.plays.length === 0) return { ...base, chances: null, source: "", swings: [] };
    const { chances, source } = await this.#chances(state);
    return { ...base, chances, source, swings: swingsOf(chartOf(state, chances)) };
  }

  async #load(gameId: string): Promise<LoadedGame | null> {
    const [state] = await this.#database.execute(loadGameState, { gameId });
    return state ?? null;
  }

  async #chances(state: LoadedGame): Promise<{ chances: GameChances; source: string }> {
    const stored = storedChances(state);
    if (stored !== null)
      return { chances: stored, source: "From the win probability stored with each play." };
    const table = await this.#table(state.game);
    const from =
      table === majorLeagues2020
        ? "games of Major League Baseball in 2020"
        : "completed games of this league";
    return {
      chances: computedChances(state, table),
      source: `For equal teams, computed from ${counted(table.games)} ${from}.`,
    };
  }

  #table({ leagueId, season }: LoadedGame["game"]): Promise<RunExpectancy> {
    const key = `${leagueId} ${season ?? ""}`;
    const known = this.#tables.get(key);
    if (known !== undefined && performance.now() < known.until) return known.table;
    const table = this.#readTable({ leagueId, season: season ?? undefined });
    const entry = { table, until: performance.now() + tableAge };
    this.#tables.set(key, entry);
    table.catch(() => this.#tables.get(key) === entry && this.#tables.delete(key));
    return table;
  }

  async #readTable(selection: Parameters<typeof runExpectancy>[1]): Promise<RunExpectancy> {
    const table = await runExpectancy(this.#database, selection);
    return table.games >= enoughGames ? table : majorLeagues2020;
  }
}

function chartOf(state: LoadedGame, chances: GameChances): Chart {
  return {
    ...captionOf(state, "Win probability after each play, for equal teams"),
    homeWinsAtFirst: chances[0] ?? 0.5,
    plays: state.plays.map(({ inning, half, resultDescription, playNumber }, index) => ({
      ...{ inning, half, description: resultDescription ?? `Play ${playNumber}.` },
      homeWins: chances[index + 1] ?? 0.5,
    })),
  };
}

const swingsOf = (chart: Chart): GameDetails["swings"] =>
  biggest(chart).map(({ play, change }) => ({
    when: halfText(play.half, play.inning),
    text: play.description,
    team: chart.teams[change > 0 ? "home" : "away"].name,
    gain: points(change),
  }));
