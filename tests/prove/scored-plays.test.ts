import { join } from "node:path";
import { expect, it } from "vitest";
import { readGames } from "../support/chadwick/index.js";
import { realGamesAreMissing, realGamesFolders } from "../support/retrosheet.js";
import { eventGamesOf, ScoredSeason } from "../support/scored-season.js";

it.skipIf(realGamesAreMissing)(
  "every play of every real game, scored from its notation, is the play that Chadwick makes of it",
  async () => {
    const scored = new ScoredSeason();
    for (const folder of realGamesFolders) {
      const events = eventGamesOf(join(folder, "events"));
      for await (const rows of readGames(folder)) scored.compare(rows, events.get(rows.game.gameId) ?? []);
    }
    const { games, plays, differing, exceptions } = scored;
    console.log(`${games} games, ${plays} plays; columns that differ: ${JSON.stringify([...differing])}`);
    for (const exception of exceptions.slice(0, 200)) console.log(exception);
    expect({ games, plays }).toEqual({ games: 933, plays: 71_268 });
    expect(exceptions).toEqual([]);
  },
  1_800_000,
);
