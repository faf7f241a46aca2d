import { basename } from "node:path";
import { readRows } from "./csv.js";
import { findSeasonFiles } from "./folder.js";
import { GameCursor } from "./game-cursor.js";
import { type Names, readPeople, readTeams } from "./names.js";
import type { SourceRow } from "./row.js";

/** Everything that the files say about one game. */
export interface GameRows {
  /** The game's row of `cwgame`, or what its plays and substitutions tell of one. */
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
      if (plays.length === 0) game.refuse("GAME_ID", await whyMissing(events));
      yield { game, events: plays, substitutions: await substitutions.take(game.gameId), people, teams };
    }
    await expectEnd(events, files.games);
    await expectEnd(substitutions, files.games);
  } finally {
    await events.close();
    await substitutions.close();
  }
}

async function whyMissing(cursor: GameCursor): Promise<string> {
  const row = await cursor.peek();
  const found = row === undefined ? "it ends" : `line ${row.line} has ${row.gameId}`;
  return `names a game whose rows should come next in ${basename(cursor.path)}, where ${found}; the files must list the same games in the same order`;
}

async function expectEnd(cursor: GameCursor, gamesPath: string): Promise<void> {
  const row = await cursor.peek();
  row?.refuse(
    "GAME_ID",
    `is not in ${basename(gamesPath)}, or not in this place; the files must list the same games in the same order`,
  );
}
