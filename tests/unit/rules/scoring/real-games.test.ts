import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readGames } from "../../../support/chadwick/index.js";
import { needsOddGames, oddFolder } from "../../../support/event-files.js";
import { needsPostseason, postseasonFolder } from "../../../support/retrosheet.js";
import { eventGamesOf, ScoredSeason } from "../../../support/scored-season.js";

it(
  "ten games of the 2016 postseason, scored from their notation, are what Chadwick makes of them, column by column",
  needsPostseason,
  async () => {
    const scored = new ScoredSeason();
    const events = eventGamesOf(join(postseasonFolder, "events"));
    for await (const rows of readGames(postseasonFolder)) {
      if (scored.games === 10) break;
      scored.compare(rows, events.get(rows.game.gameId) ?? []);
    }
    expect(scored.exceptions).toEqual([]);
    expect(scored.plays).toBeGreaterThan(700);
  },
);

it("the odd games are scored as Chadwick scores them", needsOddGames, async () => {
  const scored = new ScoredSeason();
  const refused: string[] = [];
  for (const game of readdirSync(oddFolder)) {
    const folder = join(oddFolder, game);
    const events = eventGamesOf(folder);
    for await (const rows of readGames(folder)) {
      try {
        scored.compare(rows, events.get(game) ?? []);
      } catch (error) {
        refused.push(`${game}: ${(error as Error).message}`);
      }
    }
  }
  // The reader of Chadwick's CSV refuses a game in which the home team bats first; the notation is still read.
  expect(refused.map((text) => text.split(":")[0])).toEqual(["SEA200709261"]);
  expect(scored.exceptions).toEqual([]);
});
