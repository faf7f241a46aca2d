import { describe, expect, it } from "vitest";
import { type GameRows, readGames } from "../../support/chadwick/index.js";
import { onServer } from "../../support/places.js";
import { RecoveryProof } from "../../support/recovery-proof.js";
import { needsPostseason, needsRealGames, postseasonFolder, seasonFolder } from "../../support/retrosheet.js";

const at = onServer();
const recorders = 4;

/** Games of 2020 that have what most games do not have. */
const oddGames: Readonly<Record<string, string>> = {
  BAL202009041:
    "seven innings and two more, a runner on second in each; both sides lose their designated hitter",
  CIN202007260: "a pitcher who does not bat runs for somebody",
  HOU202007290: "thirteen innings, four of them with a runner on second",
  MIN202008180: "twelve innings without a designated hitter",
  SDN202008040: "a player with four positions",
  TOR202008160: "seven innings without a doubleheader, and an eighth",
  WAS202007230: "called in the sixth",
  WAS202008090: "suspended, and completed five days later",
};

describe("the games of the 2016 postseason", needsPostseason, () => {
  it("are recovered after every play as the data says that the next one begins, and are consistent", async () => {
    const proof = new RecoveryProof(at().database);
    await proof.recordAll(readGames(postseasonFolder), recorders);
    expect(proof.exceptions).toEqual([]);
    const { games, played, plays, endedByTheRules } = proof;
    expect({ games, played, plays, endedByTheRules }).toEqual({
      ...{ games: 35, played: 35, plays: 2_669, endedByTheRules: 35 },
    });
  });
});

describe("odd games of 2020", needsRealGames, () => {
  it(`are recovered and consistent too: ${Object.values(oddGames).join("; ")}`, async () => {
    const proof = new RecoveryProof(at().database);
    await proof.recordAll(gamesOf(Object.keys(oddGames)), recorders);
    expect(proof.exceptions).toEqual([]);
    const { games, played, endedByTheRules } = proof;
    expect({ games, played, endedByTheRules }).toEqual({ games: 8, played: 8, endedByTheRules: 7 });
  });
});

async function* gamesOf(ids: readonly string[]): AsyncGenerator<GameRows> {
  for await (const rows of readGames(seasonFolder)) if (ids.includes(rows.game.gameId)) yield rows;
}
