import { expect, it } from "vitest";
import { type RecoveredGame, recoverActiveGames, recoverGame } from "../../../src/index.js";
import { copyGame } from "../../support/copied-games.js";
import { newWorldSeriesGame, recordUpTo } from "../../support/partial-games.js";
import { onServer } from "../../support/places.js";
import { countStatements } from "../../support/statement-counter.js";
import { statementsOfPage } from "./suites/recover-active-games.js";

const at = onServer();
const copies = 250;

/** The state of a game, without the fields in which copies differ. */
function standing({ game, gameId: _, lastPlay, ...state }: RecoveredGame) {
  const withoutGame = (entry: object | null) => entry && { ...entry, gameId: null };
  return JSON.parse(JSON.stringify({ ...state, lastPlay: withoutGame(lastPlay) }), (key, value) =>
    key === "gameId" ? null : value,
  );
}

it("many active games are recovered by one statement per page, and by two on a cluster", async () => {
  const file = await newWorldSeriesGame();
  await recordUpTo(at().database, file, 46);
  await copyGame(at().database, file.game.id, copies);
  const original = (await recoverGame(at().database, file.game.id)) as RecoveredGame;
  expect(original).toMatchObject({ inning: 5, half: "bottom", outs: 2, awayScore: 5, homeScore: 3 });

  using statements = countStatements();
  const ids = new Set<string>();
  for await (const game of recoverActiveGames(at().database, { pageSize: 100 })) {
    ids.add(game.gameId);
    expect(standing(game)).toEqual(standing(original));
    // Only the requested games are read.
    expect(statements.sent.length).toBe(Math.ceil(ids.size / 100) * statementsOfPage(at));
  }
  expect(ids.size).toBe(copies + 1);
});
