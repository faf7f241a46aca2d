import { expect, it } from "vitest";
import { toGameFile } from "../../../support/chadwick/index.js";
import { type Cells, type Change, eventRow, gameRow, gameRows, idOf } from "./rows.js";

/** Who is credited with what, by name and position, in a game of one play each with changes before the second. */
function credited(cells: Cells, changes: readonly Change[] = []) {
  const [comes] = changes.filter(({ team, position }) => team === "home" && position === 1);
  const pitcher = comes === undefined ? {} : { PIT_ID: idOf("home", comes.comes) };
  const events = [eventRow(1), eventRow(2, pitcher)];
  const { lineups } = toGameFile(gameRows({ game: gameRow({ cells }), events, changes }));
  return lineups
    .filter(({ decision }) => decision !== null)
    .map(({ decision, playerName, position }) => `${decision} ${playerName} ${position}`);
}

const reliever: Change = { after: 1, team: "home", comes: 11, slot: 0, position: 1, goes: 10 };

it("credits nobody where the data does not", () => {
  expect(credited({})).toEqual([]);
});

it("credits the winner, the loser, and who saved the game, those included who have left", () => {
  const cells = {
    WIN_PIT_ID: idOf("home", 10),
    LOSE_PIT_ID: idOf("away", 10),
    SAVE_PIT_ID: idOf("home", 11),
  };
  expect(credited(cells, [reliever])).toEqual(["loss Away Ten P", "win Home Ten P", "save Home 11 P"]);
});

it("credits a pitcher who plays elsewhere now as the pitcher whom he was", () => {
  const toTheField: Change = { after: 1, team: "home", comes: 10, slot: 7, position: 8, goes: 7 };
  const changes = [reliever, toTheField];
  const events = [eventRow(1), eventRow(2, { PIT_ID: idOf("home", 11), POS8_FLD_ID: idOf("home", 10) })];
  const game = gameRow({ cells: { WIN_PIT_ID: idOf("home", 10) } });
  const { lineups } = toGameFile(gameRows({ game, events, changes }));
  const entries = lineups.filter(({ playerName }) => playerName === "Home Ten");
  expect(entries.map(({ position, decision }) => [position, decision])).toEqual([
    ["P", "win"],
    ["CF", null],
  ]);
});

it("refuses to credit somebody who has not pitched", () => {
  expect(() => credited({ SAVE_PIT_ID: idOf("home", 3) })).toThrow(
    "Line 2 of cwgame.csv (game HOM202007240) is not valid: SAVE_PIT_ID is home0003, who has not pitched in the game.",
  );
});
