import { expect, it } from "vitest";
import type { GameFile } from "../../../../src/import/game-file/types.js";
import { convertGame, readGames, toGameFile } from "../../../support/chadwick/index.js";
import { playInput, playRules } from "../../../../src/models/plays/index.js";
import { needsPostseason, postseasonFolder } from "../../../support/retrosheet.js";
import { clashesOf } from "./replay.js";

/** `010(10)0x` becomes 0, 1, 0, 10, 0: ten and more are in parentheses, and x is a half that was not played. */
const inningsOf = (line: string) =>
  [...line.matchAll(/\((\d+)\)|\d/g)].map(([digit, many]) => Number(many ?? digit));

function runsByInning({ plays }: GameFile, half: "top" | "bottom"): number[] {
  const innings: number[] = [];
  for (const play of plays.filter((each) => each.half === half)) {
    const finals = [play.batterFinal, play.onFirstFinal, play.onSecondFinal, play.onThirdFinal];
    const before = innings[play.inning - 1] ?? 0;
    innings[play.inning - 1] = before + finals.filter((final) => final === 4).length;
  }
  return innings;
}

const totalOf = ({ plays }: GameFile, half: "top" | "bottom", count: "hit" | "error" | "so" | "sb") =>
  plays.filter((play) => play.half === half).reduce((sum, play) => sum + play[count], 0);

it(
  "gives every postseason game of 2016 its line score, in plays that the database takes",
  needsPostseason,
  async () => {
    let games = 0;
    for await (const rows of readGames(postseasonFolder)) {
      games++;
      const file = toGameFile(rows);
      const { game } = rows;
      expect(runsByInning(file, "top"), game.gameId).toEqual(inningsOf(game.text("AWAY_LINE_TX")));
      expect(runsByInning(file, "bottom"), game.gameId).toEqual(inningsOf(game.text("HOME_LINE_TX")));
      expect(totalOf(file, "top", "hit"), game.gameId).toBe(game.number("AWAY_HITS_CT"));
      expect(totalOf(file, "bottom", "hit"), game.gameId).toBe(game.number("HOME_HITS_CT"));
      expect(totalOf(file, "top", "error"), game.gameId).toBe(game.number("HOME_ERR_CT"));
      expect(totalOf(file, "bottom", "error"), game.gameId).toBe(game.number("AWAY_ERR_CT"));
      expect(totalOf(file, "bottom", "so"), game.gameId).toBe(game.number("HOME_SO_CT"));
      expect(totalOf(file, "top", "sb"), game.gameId).toBe(game.number("AWAY_SB_CT"));
      expect(clashesOf(file), game.gameId).toEqual([]);
      for (const play of file.plays) {
        expect(playInput.safeParse({ ...play, gameId: file.game.id }).error, game.gameId).toBeUndefined();
        const facts = play as unknown as Parameters<(typeof playRules)[number]["holds"]>[0];
        expect(
          playRules.every((rule) => rule.holds(facts)),
          game.gameId,
        ).toBe(true);
      }
    }
    expect(games).toBe(35);
  },
);

it("converts the seventh game of the World Series", needsPostseason, async () => {
  const file = await convertGame(postseasonFolder, "CLE201611020");
  expect(file.game).toMatchObject({
    awayTeamName: "Chicago",
    homeTeamName: "Cleveland",
    awayScore: 8,
    homeScore: 7,
    inning: 10,
    half: "bottom",
    winnerTeamId: Number.parseInt("CHN", 36),
  });
  expect(file.plays[0]?.resultDescription).toBe("Dexter Fowler homers.");
  const tying = file.plays.find(({ resultDescription }) =>
    resultDescription?.startsWith("Rajai Davis homers"),
  );
  expect(tying).toMatchObject({ inning: 8, half: "bottom", homerun: 1, rbi: 2, awayScore: 6, homeScore: 4 });
});
