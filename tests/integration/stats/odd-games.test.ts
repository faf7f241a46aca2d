import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importSeason } from "../../../src/import.js";
import { type Database, DatabaseOperations, recoverGame } from "../../../src/index.js";
import { situationAfter } from "../../../src/rules.js";
import { boxScore, lineScore, type PitchingLine, pitchingTotals } from "../../../src/stats.js";
import { gameIdOf } from "../../support/chadwick/identifiers.js";
import { needsOddGames, oddFolder } from "../../support/event-files.js";
import { homeTeamId, newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await testDatabase.open();
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const finishers = (lines: readonly PitchingLine[], teamId: number) =>
  lines.filter((line) => line.teamId === teamId && line.finish === 1).map(({ playerName }) => playerName);
/** The folder has no rosters: an identifier is a number in base 36. */
const romo = Number.parseInt("romos001", 36);

describe("TBA201807250, where Romo pitches, plays third base and pitches again", needsOddGames, () => {
  it("is finished by Romo, in the stored lines and the computed ones", async () => {
    await importSeason(database, { paths: [join(oddFolder, "TBA201807250")], season: "2018" });
    const gameId = gameIdOf("TBA201807250", new Date("2018-07-25T00:00:00Z"));
    const { home, pitching } = await boxScore(database, gameId);
    const ofHome = pitching.filter(({ teamId }) => teamId === home.teamId);
    expect(ofHome.filter(({ finish }) => finish === 1).map(({ playerId }) => playerId)).toEqual([romo]);
    const totals = await pitchingTotals(database, { season: "2018" });
    expect(totals.find(({ playerId }) => playerId === romo)).toMatchObject({ finish: 1 });
  });
});

describe("ATL201906110, whose last half-inning is a no-play and rain", needsOddGames, () => {
  it("has a 0 for it in the line score, as the official one", async () => {
    await importSeason(database, { paths: [join(oddFolder, "ATL201906110")] });
    const { away, home } = await lineScore(
      database,
      gameIdOf("ATL201906110", new Date("2019-06-11T00:00:00Z")),
    );
    expect(away.innings).toHaveLength(9);
    expect(away.innings.at(-1)).toBe(0);
    expect(home.innings.at(-1)).toBeNull();
  });
});

/** Pitchers of the home team by name; each takes the mound after a play, in the order of the list. */
type Stint = readonly [name: string, plays: number];

/** Records a game in which these pitch, one play of theirs after the other; the others stand in the field meanwhile. */
async function gameWith(stints: readonly Stint[]): Promise<string> {
  const staged = await stageGame(database);
  const { gameId } = staged;
  const operations = new DatabaseOperations(database);
  let onMound = staged.pitcherId;
  let playNumber = 0;
  const numbers = new Map<string, number>([["Ford", 505]]);
  for (const [index, [name, plays]] of stints.entries()) {
    if (index > 0) {
      await operations.deactivateLineupPlayer(gameId, onMound);
      const playerId = numbers.get(name) ?? 600 + index;
      numbers.set(name, playerId);
      onMound = await operations.addSbaLineupPlayer({
        ...{ gameId, teamId: homeTeamId, playerId, playerName: name, position: "P" },
        ...{ isStarter: false, afterPlay: playNumber },
      });
    }
    for (let play = 0; play < plays; play += 1) {
      playNumber += 1;
      await operations.savePlay(newPlay({ ...staged, pitcherId: onMound } as StagedGame, { playNumber }));
    }
  }
  return gameId;
}

describe("a game is finished by who pitched last", () => {
  it.each<[string, Stint[], string[]]>([
    ["one pitcher finishes nothing", [["Ford", 3]], []],
    [
      "the last of two",
      [
        ["Ford", 3],
        ["Ito", 2],
      ],
      ["Ito"],
    ],
    [
      "the starter, who came back",
      [
        ["Ford", 3],
        ["Ito", 2],
        ["Ford", 1],
      ],
      ["Ford"],
    ],
    [
      "a reliever, who came back",
      [
        ["Ford", 3],
        ["Ito", 2],
        ["Jung", 1],
        ["Ito", 1],
      ],
      ["Ito"],
    ],
    [
      "one after somebody who came back",
      [
        ["Ford", 3],
        ["Ito", 2],
        ["Ford", 1],
        ["Jung", 1],
      ],
      ["Jung"],
    ],
    [
      "one who came in and threw no pitch",
      [
        ["Ford", 3],
        ["Ito", 2],
        ["Jung", 0],
      ],
      ["Jung"],
    ],
    [
      "one who came back and threw no pitch",
      [
        ["Ford", 3],
        ["Ito", 2],
        ["Ford", 0],
      ],
      ["Ford"],
    ],
  ])("%s", async (_, stints, expected) => {
    const { pitching } = await boxScore(database, await gameWith(stints));
    expect(finishers(pitching, homeTeamId)).toEqual(expected);
    expect(pitching.filter(({ start }) => start === 1).map(({ playerName }) => playerName)).toEqual(["Ford"]);
  });
});

describe("who started and who completed a game", () => {
  it.each<[string, Stint[], string[], string[]]>([
    ["nobody, in a game without a play", [["Ford", 0]], [], []],
    ["a pitcher without a successor, both", [["Ford", 3]], ["Ford"], ["Ford"]],
    [
      "a pitcher with a successor, only the start",
      [
        ["Ford", 3],
        ["Ito", 0],
      ],
      ["Ford"],
      [],
    ],
    [
      "the successor of one who was replaced before the first play, both",
      [
        ["Ford", 0],
        ["Ito", 2],
      ],
      ["Ito"],
      ["Ito"],
    ],
  ])("%s", async (_, stints, starters, completers) => {
    const { pitching } = await boxScore(database, await gameWith(stints));
    const named = (count: "start" | "completeGame" | "shutout") =>
      pitching.filter((line) => line[count] === 1).map(({ playerName }) => playerName);
    expect(named("start")).toEqual(starters);
    expect(named("completeGame")).toEqual(completers);
    expect(named("shutout")).toEqual(completers);
    if (completers.length > 0) expect(finishers(pitching, homeTeamId)).toEqual([]);
  });
});

describe("a two-way player whose team gives up the designated hitter", () => {
  it("has one line, with his positions in order, and is one pitcher to a runner", async () => {
    const staged = await stageGame(database);
    const { gameId } = staged;
    const operations = new DatabaseOperations(database);
    const ohtani = { gameId, teamId: homeTeamId, playerId: 17, playerName: "Ohtani" };
    await operations.deactivateLineupPlayer(gameId, staged.pitcherId);
    const hitter = await operations.addSbaLineupPlayer({ ...ohtani, position: "DH", battingOrder: 3 });
    const first = await operations.addSbaLineupPlayer({ ...ohtani, position: "P" });
    const single = { batterFinal: 1, pa: 1, ab: 1, hit: 1 };
    const play = newPlay({ ...staged, pitcherId: first } as StagedGame, single);
    await operations.startGame(gameId);
    await operations.recordPlay(play, situationAfter(play));
    for (const id of [hitter, first]) await operations.deactivateLineupPlayer(gameId, id);
    const second = await operations.addSbaLineupPlayer({
      ...{ ...ohtani, position: "P", battingOrder: 3, isStarter: false, afterPlay: 1 },
    });

    const { batting, pitching } = await boxScore(database, gameId);
    const lines = batting.filter(({ playerId }) => playerId === 17);
    expect(lines.map(({ positions, battingOrder }) => [positions, battingOrder])).toEqual([["DH-P", 3]]);
    expect(pitching.filter(({ playerId }) => playerId === 17)).toMatchObject([{ hit: 1, pa: 1 }]);
    const game = await recoverGame(database, gameId);
    expect(game?.pitcher?.id).toBe(second);
    expect(game?.chargedTo.first?.id).toBe(second);
  });

  it.each([
    [["P", "P"], "P"],
    [["PH", "P", "P", "P"], "PH-P"],
    [["1B", "1B", "2B", "1B"], "1B-2B-1B"],
    [["PR", "P", "PR"], "PR-P-PR"],
    [["DH", "P", "P", "LF", "LF"], "DH-P-LF"],
  ])("positions %j are printed as %s", async (positions, printed) => {
    const { gameId } = await stageGame(database);
    const operations = new DatabaseOperations(database);
    for (const position of positions as "P"[])
      await operations.addSbaLineupPlayer({
        ...{ gameId, teamId: homeTeamId, playerId: 99, position, battingOrder: 9 },
        ...{ isStarter: false, isActive: false },
      });
    const { batting } = await boxScore(database, gameId);
    expect(batting.find(({ playerId }) => playerId === 99)?.positions).toBe(printed);
  });
});
