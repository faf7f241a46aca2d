import type { Database } from "../../session/database.js";
import type { Session } from "../../session/session.js";
import { lockGame } from "../../statements/counted-game.js";
import { checkSelection, type GameSelection, type SelectionValues } from "../game-selection.js";
import { fillValues, selectGames, type ValuedGame, valuedPlays } from "./fill-statements.js";
import { type PlayValue, playValues, type ValuedPlay } from "./play-values.js";
import { type RunExpectancy, runExpectancy } from "./run-expectancy-table.js";
import { RunModel } from "./run-model.js";
import { WinProbability } from "./win-probability.js";

export interface FillOptions {
  /** The games whose plays get values; left out, all that are completed. */
  readonly selection?: GameSelection | undefined;
  /** The table to value them by; left out, that of the selected games. */
  readonly table?: RunExpectancy | undefined;
  /** Told after each transaction what is done by then. */
  readonly onProgress?: ((done: FilledPlays) => void) | undefined;
}

/** How far the plays have their values. */
export interface FilledPlays {
  /** Games whose plays were changed. */
  readonly games: number;
  /** Plays that were changed. */
  readonly plays: number;
  /** Plays that had other values before, or none. */
  readonly changed: number;
}

/** So many games are done in one transaction: it takes well under a second. */
const gamesAtOnce = 20;

/**
 * Writes RE24 and WPA into the plays of completed games, 20 games to a transaction. A game is locked
 * meanwhile, and `state_version` stays: where a game stands does not change. What was done before a failure stays done;
 * run again by the same table, it changes nothing that is right already.
 *
 * @example
 * ```ts
 * const { changed } = await fillPlayValues(database, { selection: { season: "2020" } });
 * ```
 * @throws {ValidationError} naming what is wrong with the selection, or when there are games to value and no complete
 * half-inning to value them by
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
  /** The last game, when there may be more behind it. */
  readonly last: string | null;
}

async function fillPage(
  session: Session,
  selection: SelectionValues,
  after: string | null,
  valuer: Valuer,
): Promise<FilledPage> {
  const limit = gamesAtOnce;
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

/** Values plays by one table, with one set of chances for each kind of game. */
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
