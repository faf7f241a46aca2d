import type { ByteMeter } from "../retrosheet/bytes.js";
import { derivedGameRow } from "../retrosheet/derived-game-row.js";
import { GameCursor } from "../retrosheet/game-cursor.js";
import { readPeople, readTeams } from "../retrosheet/names.js";
import type { GameRows } from "../retrosheet/read-games.js";
import type { SourceRow } from "../retrosheet/row.js";
import { FollowingFiles } from "./following-files.js";
import type { SeasonSources, SourceFile } from "./sources.js";

/** Gives the rows of a game, or refuses it by a ValidationError. */
export type ReadGame = () => GameRows;

/**
 * Yields one game after another in the order of the plays, and needs no more memory than the longest game. Files of
 * substitutions and of games must have their games in the order of the plays, as Chadwick writes them.
 *
 * @throws {ValidationError} naming file and line, when a file cannot be read on
 */
export async function* readSeason(sources: SeasonSources, meter: ByteMeter): AsyncGenerator<ReadGame, void> {
  const people = await readPeople(sources.rosters);
  const teams = await readTeams(sources.teams);
  const substitutions = new FollowingFiles(sources.substitutions, meter);
  const games = new FollowingFiles(sources.games, meter);
  try {
    for await (const events of eventsByGame(sources.events, meter)) {
      const [first] = events as [SourceRow, ...SourceRow[]];
      const changes = await substitutions.take(first.gameId);
      const [row] = await games.take(first.gameId);
      const isMissing = row === undefined && sources.games.length > 0;
      const next = isMissing ? await games.whatIsNext() : undefined;
      yield () => {
        if (next !== undefined)
          first.refuse(
            "GAME_ID",
            `names a game that does not come next in ${next}; all files must have their games in the same order`,
          );
        const game = row ?? derivedGameRow(events, changes);
        return { game, events, substitutions: changes, people, teams };
      };
    }
    await substitutions.expectEnd();
    await games.expectEnd();
  } finally {
    await substitutions.close();
    await games.close();
  }
}

async function* eventsByGame(
  files: readonly SourceFile[],
  meter: ByteMeter,
): AsyncGenerator<SourceRow[], void> {
  for (const { path } of files) {
    const cursor = new GameCursor(path, meter);
    try {
      for (let row = await cursor.peek(); row !== undefined; row = await cursor.peek()) {
        yield await cursor.take(row.gameId);
      }
    } finally {
      await cursor.close();
    }
  }
}
