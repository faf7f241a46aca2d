import { getTableColumns } from "drizzle-orm";
import { expect, test } from "vitest";
import { plays } from "../../../src/models/schema.js";
import { findPlay, getPlays, getPlaysWithPlayers } from "../../../src/statements/play-statements.js";
import { addPdRosterCard } from "../../../src/statements/roster-statements.js";
import { rowReader } from "../../../src/statements/statement.js";
import { lineupColumns, playColumns } from "../../../src/statements/statement-columns.js";

const playNames = Object.keys(playColumns);
const lineupNames = Object.keys(lineupColumns);
const labelled = (group: string, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, `${group}.${name}`]));
const rowOf = (...groups: Record<string, string>[]) => groups.flatMap((group) => Object.values(group));

test("a row becomes an object by its columns' order", () => {
  const play = labelled("play", playNames);
  expect(getPlays.decode(rowOf(play))).toEqual(play);
});

test("a row of several tables becomes an object for each of them", () => {
  const [play, batter, pitcher] = [
    labelled("play", playNames),
    labelled("batter", lineupNames),
    labelled("pitcher", lineupNames),
  ];
  expect(getPlaysWithPlayers.decode(rowOf(play, batter, pitcher))).toEqual({ play, batter, pitcher });
});

test("values next to a table's row keep their positions", () => {
  const play = labelled("play", playNames);
  const game = { status: "active", stateVersion: 7, feedVersion: 9, lastPlay: 12 };
  expect(findPlay.decode([...rowOf(game as never), ...rowOf(play), 77, ""])).toEqual({
    ...{ game, play, stateHash: 77, last: null },
  });
});

test("a play that a join did not find is null", () => {
  const game = { status: "active", stateVersion: 7, feedVersion: 9, lastPlay: 12 };
  const nulls = playNames.map(() => null);
  expect(findPlay.decode([...rowOf(game as never), ...nulls, null, ""])).toEqual({
    ...{ game, play: null, stateHash: null, last: null },
  });
});

test("the answer to an insert contains the league, the teams and the id, or no id", () => {
  expect(addPdRosterCard.decode(["pd", 1, 2, true, 40])).toEqual({
    leagueId: "pd",
    homeTeamId: 1,
    awayTeamId: 2,
    isOnRoster: true,
    id: 40,
  });
  expect(addPdRosterCard.decode(["sba", 1, 2, true, null])).toMatchObject({ leagueId: "sba", id: null });
});

test("groups nest to any depth, in the order of their fields", () => {
  const { gameId, id } = getTableColumns(plays);
  const read = rowReader({ a: gameId, b: { c: id, d: { e: gameId } }, f: id });
  expect(read([1, 2, 3, 4])).toEqual({ a: 1, b: { c: 2, d: { e: 3 } }, f: 4 });
});

test("a row reader can be reused", () => {
  const { gameId, id } = getTableColumns(plays);
  const read = rowReader({ a: gameId, b: id });
  expect([read([1, 2]), read([3, 4])]).toEqual([
    { a: 1, b: 2 },
    { a: 3, b: 4 },
  ]);
});
