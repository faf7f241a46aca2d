import type { Database } from "../../session/database.js";
import type { Session } from "../../session/session.js";
import { lockGame } from "../../statements/game-update.js";
import { checkSelection, type GameSelection, type SelectionValues } from "../game-selection.js";
import { fillValues, selectGames, type ValuedGame, valuedPlays } from "./fill-statements.js";
import { type PlayValue, playValues, type ValuedPlay } from "./play-values.js";
import { type RunExpectancy, runExpectancy } from "./run-expectancy-table.js";
import { RunModel } from "./run-model.js";
import { WinProbability } from "./win-probability.js";

export interface FillOptions {
  /** The games whose plays get values. Default: all completed games. */
  readonly selection?: GameSelection | undefined;
  /** The run-expectancy table to use. Default: computed from the selected games. */
  readonly table?: RunExpectancy | undefined;
  /** Called after each transaction with the totals so far. */
  readonly onProgress?: ((done: FilledPlays) => void) | undefined;
}

/** What was processed and what was changed. */
export interface FilledPlays {
  /** Games whose plays were computed. */
  readonly games: number;
  /** Plays that were computed. */
  readonly plays: number;
  /** Plays that had other values before, or none. */
  readonly changed: number;
}

/** The games in one transaction, which takes well under a second. */
const gamesPerPage = 20;

/**
 * Writes RE24 and WPA into the plays of completed games, 20 games per transaction. Each game is locked during its transaction.
 * `state_version` does not change, because the state of the game does not. After a failure, the completed transactions remain. A
 * second run with the same table changes nothing.
 *
 * @example
 * ```ts
 * const { changed } = await fillPlayValues(database, { selection: { season: "2020" } });
 * ```
 * @throws {ValidationError} if the selection is invalid (each field is named), or if there are games but no complete half-inning to
 * compute the table from
 */
export async function fillPlayValues(
  database: Database,
  { selection = {}, table, onProgress }: FillOptions = {},
): Promise<FilledPlays> {
  const values = checkSelection("fillPlayValues", selection);
  const valuer = new Valuer(table ?? (await runExpectancy(database, selection)));
  let done: FilledPlays = { games: 0, plays: 0, changed: 0 };
  let after: string | null = null;
  do {
    const page = await database.transaction((session) => fillPage(session, values, after, valuer));
    done = {
      games: done.games + page.games,
      plays: done.plays + page.plays,
      changed: done.changed + page.changed,
    };
    after = page.last;
    onProgress?.(done);
  } while (after !== null);
  return done;
}

interface FilledPage extends FilledPlays {
  /** The last game, if there may be more after it; null at the end. */
  readonly last: string | null;
}

async function fillPage(
  session: Session,
  selection: SelectionValues,
  after: string | null,
  valuer: Valuer,
): Promise<FilledPage> {
  const limit = gamesPerPage;
  const games = await session.execute(selectGames(selection), { ...selection, after, limit });
  const gameIds = games.map(({ id }) => id);
  const locked = await Promise.all(games.map(({ id }) => session.execute(lockGame, { gameId: id })));
  const isLocked = new Set(locked.flat().map(({ id }) => id));
  const plays = await session.execute(valuedPlays, { gameIds });
  const filled = games
    .filter(({ id }) => isLocked.has(id))
    .map((game) => {
      const own = plays.filter(({ gameId }) => gameId === game.id);
      return { gameId: game.id, values: valuer.valuesOf(game, own) };
    });
  const changed = await Promise.all(
    filled.map(({ gameId, values }) =>
      session.execute(fillValues, {
        gameId,
        playNumbers: values.map(({ playNumber }) => playNumber),
        re24: values.map(({ re24 }) => re24),
        wpa: values.map(({ wpa }) => wpa),
      }),
    ),
  );
  const last = games.length === limit ? (gameIds.at(-1) ?? null) : null;
  return {
    games: filled.length,
    plays: filled.reduce((sum, { values }) => sum + values.length, 0),
    changed: changed.flat().length,
    last,
  };
}

/** Computes values of plays with one table, and one set of win probabilities for each combination of rules. */
class Valuer {
  readonly #table: RunExpectancy;
  readonly #chances = new Map<string, WinProbability>();
  #runs: RunModel | undefined;

  constructor(table: RunExpectancy) {
    this.#table = table;
  }

  valuesOf(game: ValuedGame, plays: readonly ValuedPlay[]): PlayValue[] {
    this.#runs ??= new RunModel(this.#table);
    return playValues(plays, this.#runs, this.#chancesIn(game));
  }

  #chancesIn(game: ValuedGame): WinProbability {
    const key = `${game.scheduledInnings} ${game.automaticRunnerInning}`;
    const chances = this.#chances.get(key) ?? new WinProbability(this.#table, game);
    this.#chances.set(key, chances);
    return chances;
  }
}
