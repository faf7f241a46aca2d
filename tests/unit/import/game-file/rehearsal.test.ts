import { describe, expect, it, test } from "vitest";
import type { FileLineupEntry } from "../../../../src/import/game-file/game-file.js";
import { stepsAfter } from "../../../../src/import/game-file/lineup-steps.js";
import { isPlayable } from "../../../../src/import/game-file/rehearsal.js";
import { parseGameFile } from "../../../../src/import.js";
import { readGames, toGameFile } from "../../../support/chadwick/index.js";
import { worldSeriesText } from "../../../support/examples.js";
import { smallGameFile } from "../../../support/game-files.js";
import { needsPostseason, postseasonFolder } from "../../../support/retrosheet.js";

const worldSeries = parseGameFile(JSON.parse(await worldSeriesText()));

/** The seventh game of the World Series with one of its lineup entries changed. */
function altered(id: number, change: Partial<FileLineupEntry>) {
  const lineups = worldSeries.lineups.map((entry) => (entry.id === id ? { ...entry, ...change } : entry));
  return { ...worldSeries, lineups };
}

describe("lineups that the operations can record", () => {
  test("the lineups of a real game", () => {
    expect(isPlayable(worldSeries)).toBe(true);
  });

  it("every substitution of every postseason game, by the rules of substitute", needsPostseason, async () => {
    const refused: string[] = [];
    let [games, substitutions, entries] = [0, 0, 0];
    for await (const rows of readGames(postseasonFolder)) {
      const file = toGameFile(rows);
      if (!isPlayable(file)) refused.push(rows.game.gameId);
      const steps = [0, ...file.plays.map(({ playNumber }) => playNumber)]
        .flatMap((playNumber) => stepsAfter(file.lineups, playNumber))
        .filter(({ isStart }) => !isStart);
      games += 1;
      substitutions += steps.length;
      entries += steps.reduce((sum, step) => sum + step.entries.length, 0);
    }
    expect(refused).toEqual([]);
    expect([games, substitutions, entries]).toEqual([35, 426, 518]);
  });
});

describe("lineups that the operations refuse", () => {
  test("a lineup that is not complete", () => {
    expect(isPlayable(parseGameFile(smallGameFile()))).toBe(false);
  });

  const reliever = worldSeries.lineups.find(({ position, isStarter }) => position === "P" && !isStarter);
  const starter = worldSeries.lineups.find(({ isStarter, isActive }) => isStarter && !isActive);

  test.each<[string, number | undefined, Partial<FileLineupEntry>]>([
    ["a reliever who calls himself a starter", reliever?.id, { isStarter: true }],
    ["a substitute who came in in another inning", reliever?.id, { enteredInning: 1 }],
    ["a substitute for nobody", reliever?.id, { replacingId: null }],
    ["one who is tired and whom nobody tired", reliever?.id, { isFatigued: true }],
    ["a pinch hitter in the field", reliever?.id, { position: "PH" }],
    ["one who left, nobody knows when", starter?.id, { leftAfterPlay: null }],
    ["one who left before another came in for him", starter?.id, { leftAfterPlay: 1 }],
  ])("%s", (_, id, change) => {
    expect(isPlayable(altered(id as number, change))).toBe(false);
  });

  test("a substitution after the end", () => {
    const afterPlay = worldSeries.plays.at(-1)?.playNumber ?? 0;
    const present = worldSeries.lineups.findLast(({ isActive, position }) => isActive && position === "P");
    const { lineups } = altered(present?.id ?? 0, { isActive: false, leftAfterPlay: afterPlay });
    const late: FileLineupEntry = {
      ...(present as FileLineupEntry),
      ...{ id: lineups.length + 1, playerId: 1, playerName: "Ott", replacingId: present?.id ?? 0 },
      ...{ afterPlay, enteredInning: 11 },
    };
    const file = { ...worldSeries, lineups: [...lineups, late] };
    expect(isPlayable(file)).toBe(false);
    expect(isPlayable({ ...file, game: { ...file.game, status: "active" } })).toBe(true);
  });
});
