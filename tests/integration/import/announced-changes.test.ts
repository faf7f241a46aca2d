import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importSeason } from "../../../src/import.js";
import { DatabaseOperations, recoverGame, verifyGame } from "../../../src/index.js";
import { gameIdOf } from "../../support/chadwick/identifiers.js";
import { onServer } from "../../support/places.js";
import { queryAlone } from "../../support/raw-sql.js";
import { needsPostseason, postseasonIsMissing } from "../../support/retrosheet.js";
import { gameAt, postseasonText, SeasonFolder } from "../../support/season-files.js";
import { storedRows } from "../../support/stored-rows.js";

const copied = onServer();
const recorded = onServer();
let folder: SeasonFolder;
let text: string;

beforeAll(async () => {
  folder = await SeasonFolder.create();
  if (!postseasonIsMissing) text = gameAt(await postseasonText(1), 0);
});
afterAll(() => folder.remove());

/** The game with another pitcher announced before the first reliever, and a pinch hitter after the last play. */
function withChanges(game: string): string {
  const lines = game.trimEnd().split("\n");
  const reliever = lines.findIndex((line) => /^sub,.*,1$/.test(line));
  const [, , , side, slot] = (lines[reliever] as string).split(",");
  const last = lines.findLastIndex((line) => line.startsWith("play,"));
  const [, , , hits] = (lines[reliever] as string).split(",");
  return `${lines
    .toSpliced(last + 1, 0, `sub,latehit1,"Late Hitter",${hits},1,11`)
    .toSpliced(reliever, 0, `sub,nevrpit1,"Never Pitched",${side},${slot},1`)
    .join("\n")}\n`;
}

describe("changes that no play follows", needsPostseason, () => {
  const gameId = () => {
    const [, key = ""] = /^id,(.*)$/m.exec(text) ?? [];
    const [, year, month, day] = /^\w{3}(\d{4})(\d{2})(\d{2})/.exec(key) ?? [];
    return gameIdOf(key, new Date(`${year}-${month}-${day}T00:00:00Z`));
  };

  it("cause no problem: a pitcher who is replaced before he pitches, a substitute after the last play", async () => {
    const { database } = copied();
    await folder.write({ "2016TST.EVE": withChanges(text) });
    const result = await importSeason(database, { paths: [folder.path] });
    expect(result).toMatchObject({ games: 1, refused: 0, notices: [] });
    expect(await verifyGame(database, gameId())).toEqual([]);
    const game = await recoverGame(database, gameId());
    const present = [...(game?.lineups.away ?? []), ...(game?.lineups.home ?? [])];
    expect(present.map(({ playerName }) => playerName)).toContain("Late Hitter");
    const loaded = await new DatabaseOperations(database).loadGameState(gameId());
    const never = (await queryAlone(
      database,
      "select after_play = left_after_play as left_at_once from lineups where player_name = 'Never Pitched'",
    )) as unknown[];
    expect(never).toEqual([{ left_at_once: true }]);
    expect(loaded?.plays.length).toBeGreaterThan(50);
  });

  it("are recorded through the operations; entries that these refuse are added directly and reported by name", async () => {
    const { database } = recorded();
    const result = await importSeason(database, { paths: [folder.path], throughOperations: true });
    expect(result).toMatchObject({ games: 1, refused: 0 });
    // A substitute for a pitcher who has not pitched yet is treated like any other.
    expect(result.notices).toEqual([
      expect.stringMatching(
        /^Game \w+ in 2016TST.EVE: after play \d+, Late Hitter came in as PH against the rules, and was entered by hand: The game is over/,
      ),
    ]);
    expect(await storedRows(database)).toEqual(await storedRows(copied().database));
  });
});
