import { getTableColumns } from "drizzle-orm";
import { expect, test } from "vitest";
import { publicGame, publicLineupEntry, publicPlay } from "../../../src/feed.js";
import { games } from "../../../src/models/games-table.js";
import { lineups } from "../../../src/models/lineups-table.js";
import { plays } from "../../../src/models/plays-table.js";

const rowOf = (table: typeof games | typeof plays | typeof lineups) =>
  Object.fromEntries(Object.keys(getTableColumns(table)).map((name) => [name, name]));
const hidden = (table: typeof games | typeof plays | typeof lineups, show: (row: never) => object) => {
  const shown = Object.keys(show(rowOf(table) as never));
  return Object.keys(getTableColumns(table)).filter((name) => !shown.includes(name));
};

test("the public view of a game has neither metadata nor which teams are played by a computer", () => {
  expect(hidden(games, publicGame)).toEqual(["homeTeamIsAi", "awayTeamIsAi", "metadata", "feedVersion"]);
});

test("of a play, the public does not see the dice, its metadata, nor what only the engine needs", () => {
  expect(hidden(plays, publicPlay)).toEqual([
    ...["inPow", "diceRoll", "checkPos", "playMetadata", "locked", "complete"],
    ...["bphr", "bpfo", "bp1b", "bplo", "feedVersion", "stateHash"],
  ]);
});

test("of a lineup entry, the public does not see whether the player is tired", () => {
  expect(hidden(lineups, publicLineupEntry)).toEqual(["isFatigued", "feedVersion"]);
});
