import { gamesIn } from "../../src/import/event-files/event-records.js";
import { type ReplayedGame, reasonToSkip, replay } from "../../src/import/event-files/replay-game.js";
import { readNames } from "../../src/import/event-files/season-names.js";
import { findSources } from "../../src/import/season/season-files.js";

/** The games of a folder's event files, by their keys. */
export async function* replayedGames(folder: string): AsyncGenerator<[string, ReplayedGame]> {
  const { events, lists } = await findSources([folder]);
  const names = await readNames(lists);
  for (const file of events)
    for (const game of gamesIn(file.name, await file.read()))
      if (reasonToSkip(game) === undefined) yield [game.key, replay(game, names)];
}
