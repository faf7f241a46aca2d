import { expect, it } from "vitest";
import { toGameFile } from "../../../support/chadwick/index.js";
import { clashesOf, finishers } from "./replay.js";
import { eventRow, gameRow, gameRows, idOf } from "./rows.js";

const away = Number.parseInt("AWY", 36);
const home = Number.parseInt("HOM", 36);

const bottom = { BAT_HOME_ID: 1 } as const;
const entryOf = (file: ReturnType<typeof toGameFile>, id: number | null) =>
  file.lineups.find((entry) => entry.id === id);

it("starts nine batters a team, and the pitcher without a slot where there is a designated hitter", () => {
  const file = toGameFile(gameRows({ events: [eventRow(1)] }));
  const starters = file.lineups.filter(({ teamId }) => teamId === away);
  expect(starters.map(({ position, battingOrder }) => [position, battingOrder])).toEqual([
    ["C", 1],
    ["1B", 2],
    ["2B", 3],
    ["3B", 4],
    ["SS", 5],
    ["LF", 6],
    ["CF", 7],
    ["RF", 8],
    ["DH", 9],
    ["P", null],
  ]);
  expect(file.lineups.every((entry) => entry.isStarter && entry.isActive && entry.afterPlay === 0)).toBe(
    true,
  );
  expect(file.roster).toHaveLength(20);
});

it("starts nine a team where the pitcher bats", () => {
  const events = [eventRow(1, { PIT_ID: idOf("home", 9) })];
  const file = toGameFile(gameRows({ game: gameRow({ designatedHitter: false }), events }));
  expect(file.lineups.filter(({ teamId }) => teamId === home)).toHaveLength(9);
  expect(entryOf(file, file.plays[0]?.pitcherId ?? null)).toMatchObject({ position: "P", battingOrder: 9 });
});

it("has a pinch hitter bat in the slot of the one whom he replaces", () => {
  const file = toGameFile(
    gameRows({
      events: [eventRow(1), eventRow(2, { BAT_ID: idOf("away", 11), BAT_LINEUP_ID: 2 })],
      changes: [{ after: 1, team: "away", comes: 11, slot: 2, position: 11, goes: 2 }],
    }),
  );
  const batter = entryOf(file, file.plays[1]?.batterId ?? null);
  expect(batter).toMatchObject({ position: "PH", battingOrder: 2, afterPlay: 1, isStarter: false });
  expect(entryOf(file, batter?.replacingId ?? null)).toMatchObject({
    playerName: "Away Two",
    isActive: false,
  });
  expect(clashesOf(file)).toEqual([]);
});

it("makes a pinch hitter who stays in the game a new entry that replaces his own", () => {
  const file = toGameFile(
    gameRows({
      events: [
        eventRow(1, { BAT_ID: idOf("away", 11), BAT_LINEUP_ID: 2 }),
        eventRow(2, { ...bottom, POS3_FLD_ID: idOf("away", 11) }),
      ],
      changes: [
        { after: 0, team: "away", comes: 11, slot: 2, position: 11, goes: 2 },
        { after: 1, team: "away", comes: 11, slot: 2, position: 3, goes: 11 },
      ],
    }),
  );
  const stays = file.lineups.at(-1);
  expect(stays).toMatchObject({ playerName: "Away 11", position: "1B", isActive: true, afterPlay: 1 });
  expect(entryOf(file, stays?.replacingId ?? null)).toMatchObject({ playerName: "Away 11", position: "PH" });
  expect(clashesOf(file)).toEqual([]);
});

it("swaps two fielders without ever having two in one place", () => {
  const file = toGameFile(
    gameRows({
      events: [eventRow(1), eventRow(2, { POS7_FLD_ID: idOf("home", 7), POS8_FLD_ID: idOf("home", 6) })],
      changes: [
        { after: 1, team: "home", comes: 6, slot: 6, position: 8, goes: 6 },
        { after: 1, team: "home", comes: 7, slot: 7, position: 7, goes: 7 },
      ],
    }),
  );
  expect(clashesOf(file)).toEqual([]);
  expect(finishers(file, home)).toEqual(expect.arrayContaining(["6 Home Six CF", "7 Home Seven LF"]));
  expect(finishers(file, home)).toHaveLength(10);
});

it("makes a double switch: the new pitcher bats where the left fielder did, the new left fielder where the pitcher did", () => {
  const file = toGameFile(
    gameRows({
      game: gameRow({ designatedHitter: false }),
      events: [
        eventRow(1, { PIT_ID: idOf("home", 9) }),
        eventRow(2, { PIT_ID: idOf("home", 11), POS7_FLD_ID: idOf("home", 12) }),
      ],
      changes: [
        { after: 1, team: "home", comes: 11, slot: 6, position: 1, goes: 6 },
        { after: 1, team: "home", comes: 12, slot: 9, position: 7, goes: 9 },
      ],
    }),
  );
  expect(clashesOf(file)).toEqual([]);
  expect(finishers(file, home)).toEqual(expect.arrayContaining(["6 Home 11 P", "9 Home 12 LF"]));
  expect(finishers(file, home)).toHaveLength(9);
});

it("ends the pitcher without a slot when his team gives up its designated hitter", () => {
  const file = toGameFile(
    gameRows({
      events: [eventRow(1), eventRow(2, { POS7_FLD_ID: idOf("home", 9), PIT_ID: idOf("home", 11) })],
      changes: [
        { after: 1, team: "home", comes: 9, slot: 9, position: 7, goes: 9 },
        { after: 1, team: "home", comes: 11, slot: 6, position: 1, goes: 6 },
      ],
    }),
  );
  expect(clashesOf(file)).toEqual([]);
  expect(finishers(file, home)).toHaveLength(9);
  expect(finishers(file, home)).toEqual(expect.arrayContaining(["6 Home 11 P", "9 Home Nine LF"]));
  const starter = file.lineups.find(({ playerName }) => playerName === "Home Ten");
  expect(starter?.isActive).toBe(false);
});

it("gives a pitcher who pitches on the batting slot of the one whom he replaces", () => {
  const file = toGameFile(
    gameRows({
      events: [eventRow(1), eventRow(2, { POS7_FLD_ID: idOf("home", 9) })],
      changes: [
        { after: 1, team: "home", comes: 10, slot: 6, position: 1, goes: 6 },
        { after: 1, team: "home", comes: 9, slot: 9, position: 7, goes: 9 },
      ],
    }),
  );
  expect(clashesOf(file)).toEqual([]);
  expect(finishers(file, home)).toEqual(expect.arrayContaining(["6 Home Ten P", "9 Home Nine LF"]));
  expect(finishers(file, home)).toHaveLength(9);
  expect(file.plays[1]?.pitcherId).toBe(
    file.lineups.find((entry) => entry.battingOrder === 6 && entry.isActive && entry.teamId === home)?.id,
  );
});

it("ends a pitcher's entry without a slot when he runs for somebody else", () => {
  const file = toGameFile(
    gameRows({
      events: [eventRow(1), eventRow(2, { ...bottom, BASE1_RUN_ID: idOf("home", 10), RUN1_DEST_ID: 1 })],
      changes: [{ after: 1, team: "home", comes: 10, slot: 9, position: 12, goes: 9 }],
    }),
  );
  expect(clashesOf(file)).toEqual([]);
  expect(finishers(file, home)).toHaveLength(9);
  expect(finishers(file, home)).toContain("9 Home Ten PR");
  expect(file.plays[1]?.onFirstId).toBe(file.lineups.at(-1)?.id);
});

it("keeps apart the two entries of a starter who pitches and is his own designated hitter", () => {
  const twoWay = { AWAY_START_PIT_ID: idOf("away", 9) };
  const file = toGameFile(
    gameRows({
      game: gameRow({ cells: twoWay }),
      events: [
        eventRow(1, { BAT_ID: idOf("away", 9), BAT_LINEUP_ID: 9 }),
        eventRow(2, { ...bottom, PIT_ID: idOf("away", 9) }),
        eventRow(3, { ...bottom, PIT_ID: idOf("away", 11) }),
      ],
      changes: [{ after: 2, team: "away", comes: 11, slot: 0, position: 1, goes: 9 }],
    }),
  );
  const [batting, pitching] = file.plays;
  expect(entryOf(file, batting?.batterId ?? null)).toMatchObject({ position: "DH", isActive: true });
  expect(entryOf(file, pitching?.pitcherId ?? null)).toMatchObject({ position: "P", isActive: false });
  expect(file.roster.filter(({ teamId }) => teamId === away)).toHaveLength(10);
});

it("takes two pinch hitters before one play, the second for the first", () => {
  const file = toGameFile(
    gameRows({
      events: [eventRow(1), eventRow(2, { BAT_ID: idOf("away", 12), BAT_LINEUP_ID: 2 })],
      changes: [
        { after: 1, team: "away", comes: 11, slot: 2, position: 11, goes: 2 },
        { after: 1, team: "away", comes: 12, slot: 2, position: 11, goes: 11 },
      ],
    }),
  );
  expect(clashesOf(file)).toEqual([]);
  expect(entryOf(file, file.lineups.at(-1)?.replacingId ?? null)).toMatchObject({ playerName: "Away 11" });
});
