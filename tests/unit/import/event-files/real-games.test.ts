import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gamesIn } from "../../../../src/import/event-files/event-records.js";
import { replay } from "../../../../src/import/event-files/replay-game.js";
import { writeEventFile } from "../../../../src/import/event-files/write-event-file.js";
import type { GameFile } from "../../../../src/import.js";
import { readGames, toGameFile } from "../../../support/chadwick/index.js";
import { unlikeChadwick } from "../../../support/chadwick-comparison.js";
import { oddFolder } from "../../../support/event-files.js";
import { replayedGames } from "../../../support/event-games.js";
import { needsPostseason, postseasonFolder } from "../../../support/retrosheet.js";

async function only(name: string) {
  for await (const [, replayed] of replayedGames(join(oddFolder, name))) return replayed;
  throw new Error(`${name} is missing`);
}

/** The game that is read from the written event file of a game, without the names of the teams. */
function reread(file: GameFile): GameFile {
  const { awayTeamName, homeTeamName } = file.game;
  const [game] = gamesIn("written.EVA", writeEventFile(file));
  if (game === undefined) throw new Error("nothing was written");
  const again = replay(game, { people: new Map(), teams: new Map() }).file;
  return { ...again, game: { ...again.game, awayTeamName, homeTeamName } };
}

describe("games of event files", needsPostseason, () => {
  it("equal Chadwick's result in every column", async () => {
    const replayed = new Map<string, GameFile>();
    for await (const [key, { file }] of replayedGames(postseasonFolder)) replayed.set(key, file);
    const differing: string[] = [];
    for await (const rows of readGames(postseasonFolder)) {
      differing.push(...unlikeChadwick(replayed.get(rows.game.gameId) as GameFile, toGameFile(rows)));
      replayed.delete(rows.game.gameId);
    }
    expect(differing).toEqual([]);
    expect([...replayed.keys()]).toEqual([]);
  });

  it("are the same after export and import", async () => {
    let games = 0;
    for await (const [, { file }] of replayedGames(postseasonFolder)) {
      expect(reread(file)).toEqual(file);
      games += 1;
    }
    expect(games).toBe(35);
    for (const name of ["SEA200709261", "ATL201906110", "CIN201805090", "TBA201807250", "SEA201206120"]) {
      const { file } = await only(name);
      expect(reread(file)).toEqual(file);
    }
  });

  it("have one team's double switch together, although the other team announced a batter in between", async () => {
    const { file, notices } = await only("FLO200007090");
    expect(notices).toEqual([]);
    const changes = file.lineups.filter(({ afterPlay }) => afterPlay === 50);
    expect(changes.map(({ playerName, position }) => `${playerName} ${position}`)).toEqual([
      "Russ Johnson 2B",
      "Esteban Yan P",
      "Mike Lowell PH",
    ]);
  });

  it("have the team that bats first as the away team, and keep who was at home", async () => {
    const { file } = await only("SEA200709261");
    const { game, plays } = file;
    expect(game.metadata).toMatchObject({ homeTeamBatsFirst: true, sourceGameId: "SEA200709261" });
    expect([game.awayTeamId, game.homeTeamId]).toEqual(
      ["SEA", "CLE"].map((code) => Number.parseInt(code, 36)),
    );
    expect(plays[0]).toMatchObject({ inning: 1, half: "top" });
    expect(game.winnerTeamId).toBe(game.homeTeamId);
  });

  it("end in the half-inning that was begun, although nothing happened in it", async () => {
    const { file, notices } = await only("ATL201906110");
    expect(file.game).toMatchObject({ inning: 9, half: "top" });
    expect(file.game.metadata.begunWithoutPlays).toEqual({ inning: 9, half: "top" });
    expect(notices).toEqual(["it stopped in the top of inning 9 with 0 out"]);
  });

  it("say who bats out of turn", async () => {
    const { notices } = await only("CIN201805090");
    expect(notices).toEqual(["after play 1, Wilmer Flores bats, and Asdrubel Cabrera is due"]);
  });
});
