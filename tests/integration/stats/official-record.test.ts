import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importSeason, recordGame } from "../../../src/import.js";
import { DatabaseOperations } from "../../../src/index.js";
import { readGames, toGameFile } from "../../support/chadwick/index.js";
import { oddFolder } from "../../support/event-files.js";
import { OfficialRecord } from "../../support/official-record.js";
import { onServer } from "../../support/places.js";
import { needsPostseason, needsRealGames, postseasonFolder, seasonFolder } from "../../support/retrosheet.js";

const at = onServer();

describe("the postseason of 2016, imported", needsPostseason, () => {
  it("has the official batting, pitching and fielding lines and line scores, column for column", async () => {
    await importSeason(at().database, { paths: [postseasonFolder], season: "2016 postseason" });
    const record = new OfficialRecord(at().database);
    await record.compareFolder(postseasonFolder);
    expect(record.exceptions).toEqual([]);
    expect(record.compared).toEqual({ games: 35, batting: 1_097, pitching: 325, fielding: 1_097 });
  });
});

describe("the odd games, imported", needsPostseason, () => {
  it("have the official lines: a pitcher who comes back, a home team that bats first, a half-inning without a play", async () => {
    const record = new OfficialRecord(at().database);
    for (const name of readdirSync(oddFolder)) {
      const folder = join(oddFolder, name);
      await importSeason(at().database, { paths: [folder] });
      await record.compareFolder(folder);
    }
    // The home team bats first there. Chadwick marks the ninth inning of both teams as not played, but Seattle batted in it.
    expect(record.exceptions).toEqual([
      "SEA200709261 AWAY: innings is 00810300, officially 00810300x",
      "SEA200709261 HOME: innings is 200000110, officially 20000011x",
    ]);
    expect(record.compared.games).toBe(7);
  });
});

describe("games of 2020, recorded play by play", needsRealGames, () => {
  it("have the official lines too", async () => {
    const recorded = new Set<string>();
    for await (const rows of readGames(seasonFolder)) {
      const file = toGameFile(rows);
      await at().database.transaction((session) => recordGame(new DatabaseOperations(session), file));
      recorded.add(rows.game.gameId);
      if (recorded.size === 8) break;
    }
    const record = new OfficialRecord(at().database);
    await record.compareFolder(seasonFolder, recorded);
    expect(record.exceptions).toEqual([]);
    expect(record.compared.games).toBe(8);
  });
});
