import { expect, it } from "vitest";
import { readGames } from "../support/chadwick/index.js";
import { ChargedRunners } from "../support/charged-runners.js";
import { realGamesAreMissing, realGamesFolders } from "../support/retrosheet.js";

it.skipIf(realGamesAreMissing)(
  "every runner of every real game stays charged to the pitcher whom the data charges",
  async () => {
    const charged = new ChargedRunners();
    for (const folder of realGamesFolders) for await (const rows of readGames(folder)) charged.compare(rows);
    const { games, runners, inherited, exceptions } = charged;
    console.log(
      `${games} games, ${runners} runners, ${inherited} of them left by an earlier pitcher; ${exceptions.length} exceptions.`,
    );
    for (const exception of exceptions) console.log(exception);
    expect(exceptions).toEqual([]);
    expect({ games, runners, inherited }).toEqual({ games: 933, runners: 44_675, inherited: 5_315 });
  },
  120_000,
);
