import { basename } from "node:path";
import { readRows } from "./csv.js";
import { findSeasonFiles } from "./folder.js";
import { type Names, readPeople, readTeams } from "./names.js";
import type { SourceRow } from "./row.js";

/** Everything that the files say about one game. */
export interface GameRows {
  /** The game's row of `cwgame`. */
  readonly game: SourceRow;
  /** The game's rows of `cwevent`, in order of play. */
  readonly events: readonly SourceRow[];
  /** The game's rows of `cwsub`, in order. */
  readonly substitutions: readonly SourceRow[];
  /** Names of people, at least of everybody who plays, by Retrosheet's identifiers. */
  readonly people: Names;
  /** Cities of teams, by Retrosheet's identifiers. */
  readonly teams: Names;
}

/**
 * Yields the rows of one game after another, in the order of the files, so that a season needs no more memory
 * than its longest game. The three files must list the games in the same order, as Chadwick writes them.
 *
 * @param folder holds Chadwick's CSV files of `cwgame`, `cwevent` and `cwsub`, and Retrosheet's rosters and teams
 * @throws {ConfigurationError} when a file is missing or there twice
 * @throws {ValidationError} naming file, line and game, when the files do not list the same games in the same order
 */
export async function* readGames(folder: string): AsyncGenerator<GameRows> {
  const files = await findSeasonFiles(folder);
  const people = await readPeople(files.rosters);
  const teams = await readTeams(files.teams);
  const events = new GameCursor(files.events);
  const substitutions = new GameCursor(files.substitutions);
  try {
    for await (const game of readRows(files.games)) {
      const plays = await events.take(game.gameId);
      if (plays.length === 0) game.refuse("GAME_ID", await events.whyMissing());
      yield { game, events: plays, substitutions: await substitutions.take(game.gameId), people, teams };
    }
    await events.expectEnd(files.games);
    await substitutions.expectEnd(files.games);
  } finally {
    await events.close();
    await substitutions.close();
  }
}

/** Reads a file game by game, one row ahead. */
class GameCursor {
  readonly #path: string;
  readonly #rows: AsyncGenerator<SourceRow>;
  #next: Promise<IteratorResult<SourceRow, void>> | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#rows = readRows(path);
  }

  /** The rows of the game, if they come next; none if another game does. */
  async take(gameId: string): Promise<SourceRow[]> {
    const taken: SourceRow[] = [];
    for (let row = await this.#peek(); row?.gameId === gameId; row = await this.#peek()) {
      taken.push(row);
      this.#next = undefined;
    }
    return taken;
  }

  async whyMissing(): Promise<string> {
    const row = await this.#peek();
    const found = row === undefined ? "it ends" : `line ${row.line} has ${row.gameId}`;
    return `names a game whose rows should come next in ${basename(this.#path)}, where ${found}; the files must list the same games in the same order`;
  }

  async expectEnd(gamesPath: string): Promise<void> {
    const row = await this.#peek();
    row?.refuse(
      "GAME_ID",
      `is not in ${basename(gamesPath)}, or not in this place; the files must list the same games in the same order`,
    );
  }

  async close(): Promise<void> {
    await this.#rows.return(undefined);
  }

  async #peek(): Promise<SourceRow | undefined> {
    this.#next ??= this.#rows.next();
    const { done, value } = await this.#next;
    return done ? undefined : (value as SourceRow);
  }
}
