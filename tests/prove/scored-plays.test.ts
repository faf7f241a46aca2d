import { join } from "node:path";
import { expect, it } from "vitest";
import { readGames } from "../../src/import/retrosheet/index.js";
import { realGamesAreMissing, realGamesFolders } from "../support/retrosheet.js";
import { eventGamesOf, ScoredSeason } from "../support/scored-season.js";

/**
 * Where a half-inning begins with an automatic runner and a new pitcher, and the file has the runner first: Chadwick
 * charges him to the pitcher who has left, and we to the one who pitches, for as long as he is on base.
 */
const chargedToWhoLeft = [
  ...["BAL202008010 play 87", "BAL202008010 play 88", "BAL202008010 play 89"],
  ...["CLE202007250 play 74", "CLE202007250 play 75", "CLE202007250 play 76", "CLE202007250 play 77"],
  ...["OAK202007240 play 79", "OAK202007240 play 80", "OAK202007240 play 81", "OAK202007240 play 82"],
  "OAK202007240 play 83",
];

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
    expect(exceptions.map((exception) => exception.split(" ", 3).join(" "))).toEqual(chargedToWhoLeft);
    for (const exception of exceptions) expect(exception).toMatch(/: on(?:First|Second|Third)PitcherId is /);
  },
  1_800_000,
);
