import { expect, it } from "vitest";
import { readGames } from "../../../src/import/retrosheet/index.js";
import { ChargedRunners } from "../../support/charged-runners.js";
import { needsPostseason, postseasonFolder } from "../../support/retrosheet.js";

it(
  "every runner of the 2016 postseason stays charged to the pitcher whom the data charges",
  needsPostseason,
  async () => {
    const charged = new ChargedRunners();
    for await (const rows of readGames(postseasonFolder)) charged.compare(rows);
    expect(charged.exceptions).toEqual([]);
    const { games, runners, inherited } = charged;
    expect({ games, runners, inherited }).toEqual({ games: 35, runners: 1_461, inherited: 252 });
  },
);
