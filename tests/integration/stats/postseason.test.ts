import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GameRows, readGames, toGameFile } from "../../../src/import/retrosheet/index.js";
import { type Database, DatabaseOperations, recordGame } from "../../../src/index.js";
import { type BattingLine, boxScore } from "../../../src/stats/box-score.js";
import type { TeamLine } from "../../../src/stats/line-score.js";
import { postseasonFolder, postseasonIsMissing } from "../../support/retrosheet.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

interface OfficialLine {
  readonly innings: string;
  readonly totals: readonly number[];
}

/** What `cwgame` says about a team: runs by inning (ten and more in brackets; nothing for one not played), R H E. */
function officialLine({ game }: GameRows, side: "AWAY" | "HOME"): OfficialLine {
  return {
    innings: game.text(`${side}_LINE_TX`),
    totals: ["SCORE", "HITS", "ERR"].map((count) => game.number(`${side}_${count}_CT`)),
  };
}

function storedLine(line: TeamLine): OfficialLine {
  return {
    innings: line.innings.map((runs) => (runs === null ? "" : runs > 9 ? `(${runs})` : runs)).join(""),
    totals: [line.runs, line.hits, line.errors],
  };
}

const sum = (
  lines: readonly BattingLine[],
  count: "atBats" | "runs" | "hits" | "runsBattedIn" | "walks" | "strikeouts",
) => lines.reduce((total, line) => total + line[count], 0);

describe.skipIf(postseasonIsMissing)("the box scores of the 2016 postseason", () => {
  let testDatabase: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = await testDatabase.open();
  });

  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  it("agree with the official ones in every game, when each is recorded through the operations", async () => {
    let games = 0;
    for await (const rows of readGames(postseasonFolder)) {
      const file = toGameFile(rows);
      await database.transaction((session) => recordGame(new DatabaseOperations(session), file));
      const box = await boxScore(database, file.game.id);
      const where = rows.game.gameId;
      expect(storedLine(box.away), where).toEqual(officialLine(rows, "AWAY"));
      expect(storedLine(box.home), where).toEqual(officialLine(rows, "HOME"));
      for (const [side, line] of [
        ["AWAY", box.away],
        ["HOME", box.home],
      ] as const) {
        const batters = box.batting.filter(({ teamId }) => teamId === line.teamId);
        expect(sum(batters, "runs"), where).toBe(line.runs);
        expect(sum(batters, "hits"), where).toBe(line.hits);
        expect(sum(batters, "atBats"), where).toBe(rows.game.number(`${side}_AB_CT`));
        expect(sum(batters, "runsBattedIn"), where).toBe(rows.game.number(`${side}_BI_CT`));
        expect(sum(batters, "walks"), where).toBe(rows.game.number(`${side}_BB_CT`));
        expect(sum(batters, "strikeouts"), where).toBe(rows.game.number(`${side}_SO_CT`));
      }
      games += 1;
    }
    expect(games).toBe(35);
  });
});
