import { expect, it } from "vitest";
import { gamesIn } from "../../src/import/event-files/event-records.js";
import { replay } from "../../src/import/event-files/replay-game.js";
import { writeEventFile } from "../../src/import/event-files/write-event-file.js";
import type { GameFile } from "../../src/import.js";
import { readGames, toGameFile } from "../support/chadwick/index.js";
import { unlikeChadwick } from "../support/chadwick-comparison.js";
import { replayedGames } from "../support/event-games.js";
import { needsRealGames, realGamesFolders } from "../support/retrosheet.js";

const unlimited = 1_800_000;

it("every game of the event files is in every column what Chadwick makes of it, and the same when it was exported", {
  ...needsRealGames,
  timeout: unlimited,
}, async () => {
  const differing: string[] = [];
  let [games, plays, reread] = [0, 0, 0];
  for (const folder of realGamesFolders) {
    const replayed = new Map<string, GameFile>();
    for await (const [key, { file, notices }] of replayedGames(folder)) {
      replayed.set(key, file);
      for (const notice of notices) console.log(`${key}: ${notice}`);
    }
    for await (const rows of readGames(folder)) {
      const file = replayed.get(rows.game.gameId) as GameFile;
      differing.push(...unlikeChadwick(file, toGameFile(rows)));
      games += 1;
      plays += file.plays.length;
      const [written] = gamesIn("written.EVA", writeEventFile(file));
      const again = replay(written as never, { people: new Map(), teams: new Map() }).file;
      const { awayTeamName, homeTeamName } = file.game;
      expect({ ...again, game: { ...again.game, awayTeamName, homeTeamName } }).toEqual(file);
      reread += 1;
    }
  }
  console.log(
    `${games} games, ${plays} plays; ${differing.length} fields differ; ${reread} exported and read again`,
  );
  for (const line of differing.slice(0, 100)) console.log(line);
  expect({ games, plays, differing }).toEqual({ games: 933, plays: 71_268, differing: [] });
});
