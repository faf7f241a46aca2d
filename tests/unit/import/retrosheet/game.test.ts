import { expect, it } from "vitest";
import { SourceRow, toGameFile } from "../../../support/chadwick/index.js";
import { type Cells, eventRow, gameRow, gameRows } from "./rows.js";

const gameOf = (cells: Cells = {}) =>
  toGameFile(gameRows({ game: gameRow({ cells }), events: [eventRow(1)] })).game;

it("describes a finished game, and says where its facts come from", () => {
  expect(gameOf({ AWAY_SCORE_CT: 2, HOME_SCORE_CT: 5 })).toMatchObject({
    leagueId: "sba",
    season: "2020",
    status: "completed",
    inning: 1,
    half: "top",
    awayTeamName: "Awayville",
    homeTeamName: "Hometown",
    winnerTeamId: Number.parseInt("HOM", 36),
    metadata: {
      source: "retrosheet",
      sourceGameId: "HOM202007240",
      park: "HOM01",
      notice:
        'The information used here was obtained free of charge from and is copyrighted by Retrosheet. Interested parties may contact Retrosheet at "www.retrosheet.org".',
    },
  });
});

it("has no winner in a tie", () => {
  expect(gameOf({ AWAY_SCORE_CT: 3, HOME_SCORE_CT: 3 }).winnerTeamId).toBeNull();
});

it("makes the same version 7 UUID of the same game, with the game's date in it", () => {
  const { id } = gameOf();
  expect(id).toBe(gameOf().id);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.slice(0, 13).replace("-", ""), 16)).toBe(Date.UTC(2020, 6, 24));
  expect(gameOf({ GAME_ID: "HOM202007241" }).id).not.toBe(id);
});

it("makes a valid UUID of a game before 1970", () => {
  expect(gameOf({ GAME_DT: "19560930" }).id).toMatch(/^00000000-0000-7/);
});

it.each([
  [802, "N", "20:02"],
  [105, "D", "13:05"],
  [1210, "D", "12:10"],
  [1215, "N", "12:15"],
  [1105, "D", "11:05"],
  [1010, "N", "22:10"],
])("reads the start %i of a game by day or night (%s) as %s", (start, dayOrNight, time) => {
  const times = { START_GAME_TM: start, DAYNIGHT_PARK_CD: dayOrNight, MINUTES_GAME_CT: 90 };
  const { createdAt, startedAt, completedAt } = gameOf(times);
  expect(startedAt?.toISOString()).toBe(`2020-07-24T${time}:00.000Z`);
  expect(createdAt).toEqual(startedAt);
  expect((completedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)).toBe(90 * 60_000);
});

it("leaves out the times that are not known", () => {
  const { createdAt, startedAt, completedAt } = gameOf({ START_GAME_TM: 0 });
  expect([createdAt.toISOString(), startedAt, completedAt]).toEqual(["2020-07-24T00:00:00.000Z", null, null]);
  expect(gameOf({ MINUTES_GAME_CT: 0 }).completedAt).toBeNull();
});

it("numbers players by their identifiers, those with a hyphen after all the others", () => {
  const playerIdOf = (id: string) => {
    const cells = { AWAY_LINEUP2_BAT_ID: id };
    const file = toGameFile(gameRows({ game: gameRow({ cells }), events: [eventRow(1)] }));
    return file.lineups[1]?.playerId;
  };
  expect(playerIdOf("fowld001")).toBe(Number.parseInt("fowld001", 36));
  const hyphened = ["rua-r001", "rua-r002", "kim-h001", "ng--w001"].map(playerIdOf);
  expect(new Set(hyphened).size).toBe(4);
  expect(hyphened.every((id) => Number(id) > 36 ** 8 && Number.isSafeInteger(id))).toBe(true);
  expect(() => playerIdOf("Fowld001")).toThrow(/AWAY_LINEUP2_BAT_ID must be a player's identifier/);
});

it("refuses a date and a time that are none", () => {
  expect(() => gameOf({ GAME_DT: "20201341" })).toThrow(/GAME_DT must be a date/);
  expect(() => gameOf({ START_GAME_TM: 1399 })).toThrow(/START_GAME_TM must be a time/);
});

it("says which column a file lacks", () => {
  const row = new SourceRow("cwgame.csv", 2, (field) => (field === "GAME_ID" ? "HOM202007240" : undefined));
  expect(() => row.text("PARK_ID")).toThrow(
    "Line 2 of cwgame.csv (game HOM202007240) is not valid: PARK_ID is missing.",
  );
});
