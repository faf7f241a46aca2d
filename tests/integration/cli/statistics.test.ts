import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importSeason } from "../../../src/import.js";
import { dugout } from "../../support/command-line.js";
import { needsPostseason, postseasonFolder } from "../../support/retrosheet.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let testDatabase: TestDatabase;
const season = "2016 postseason";
const run = async (...options: string[]) => {
  const { code, output, errors } = await dugout(options, { DATABASE_URL: testDatabase.url });
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  return output;
};

describe("the printed statistics", needsPostseason, () => {
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    await using database = await testDatabase.open();
    await importSeason(database, { paths: [postseasonFolder], season });
  });
  afterAll(() => testDatabase?.drop());

  it("have the box score of CLE201611020 as it was printed in the newspapers", async () => {
    const [ours, printed] = await Promise.all([
      run("box", "CLE201611020"),
      readFile(join(postseasonFolder, "boxes", "CLE201611020.txt"), "utf8"),
    ]);
    expect(lineScores(ours)).toEqual(lineScores(printed));
    expect(battingCounts(ours)).toEqual(battingCounts(printed));
    expect(pitchingCounts(ours)).toEqual(pitchingCounts(printed));
    const notes = notesOf(ours);
    for (const [label, text] of notesOf(printed)) expect([label, notes.get(label)]).toEqual([label, text]);
    expect(ours).toContain("* Pitched to 1 batter in the 5th");
  });

  it("have the box score as JSON, and as a page with escaped texts", async () => {
    const box = JSON.parse(await run("box", "CLE201611020", "--json"));
    expect(box).toMatchObject({ away: { name: "Chicago", run: 8 }, home: { name: "Cleveland", run: 7 } });
    const page = await run("box", box.game.id, "--html");
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("<dd>38,104</dd>");
    expect(page).toContain("Progressive Field");
    expect(page).toContain(
      '<th scope="row" class="">Ben Zobrist, lf</th><td>5</td><td>1</td><td>1</td><td>1</td>',
    );
  });

  it("have leaders as a table that fits, as JSON and as CSV", async () => {
    const flags = ["--season", season, "--min-pa", "40", "--limit", "3"];
    const table = await run("stats", "batting", ...flags, "--sort", "avg");
    const lines = table.trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    expect(lines.every((line) => line.length <= 120)).toBe(true);
    expect(lines[0]).toMatch(/^ +Team .* AVG +OBP +SLG +OPS/);
    const rows = JSON.parse(await run("stats", "batting", ...flags, "--sort", "avg", "--json"));
    expect(rows).toHaveLength(3);
    expect(lines[1]).toContain(rows[0].playerName);
    const csv = await run(
      "stats",
      "pitching",
      "--season",
      season,
      "--min-ip",
      "10",
      "--sort",
      "era",
      "--csv",
    );
    expect(csv.split("\n")[0]).toMatch(/^leagueId,teamId,teamName,.*,inningsPitched,earnedRunAverage/);
    expect(await run("stats", "splits", "--by", "half", "--season", season)).toMatch(
      /^half .*\nbottom .*\ntop /,
    );
  });

  it("have innings in their order, the tenth after the ninth", async () => {
    const table = await run("stats", "splits", "--by", "inning", "--season", season);
    const innings = table.trimEnd().split("\n").slice(1).map(Number.parseFloat);
    expect(innings).toEqual(Array.from({ length: innings.length }, (_, index) => index + 1));
    expect(innings.length).toBeGreaterThanOrEqual(10);
  });

  it("refuse a number that no count can reach", async () => {
    for (const [table, option] of [
      ["batting", "--min-pa"],
      ["pitching", "--min-pa"],
      ["pitching", "--min-ip"],
    ] as const) {
      const wrong = await dugout(["stats", table, option, "3000000000"], { DATABASE_URL: testDatabase.url });
      expect(wrong.errors).toMatch(/minimum(Pa|Outs) must be at most 2147483647/);
    }
  });

  it("say if there are no rows, and if a column is unknown", async () => {
    expect(await run("stats", "batting", "--league", "pd")).toBe("No completed game has such a line.\n");
    expect(await run("stats", "store")).toBe("Stored the lines of 0 games.\n");
    const wrong = await dugout(["stats", "batting", "--sort", "luck"], { DATABASE_URL: testDatabase.url });
    expect(wrong.code).toBe(1);
    expect(wrong.errors).toContain("Allowed choices are");
  });
});

/** Both teams' innings and runs, without the spaces between. */
function lineScores(text: string): string[] {
  const lines = text.split("\n").filter((line) => /^(Chicago|Cleveland) +\d{3} /.test(line));
  return lines.map((line) => line.replaceAll(/\s|--|[A-Za-z]/g, "").slice(0, 11));
}

/** AB R H RBI of every batter, the away team first; in print the two teams are side by side. */
function battingCounts(text: string): string[] {
  const batters = text
    .split("\n")
    .flatMap((line) => [...line.matchAll(/[A-Z][^,\d]*, [a-z0-9-]+ +(\d+) +(\d+) +(\d+) +(\d+)/g)]);
  const isRight = ({ index }: { index: number }) => index > 30;
  const ordered = [...batters.filter((match) => !isRight(match)), ...batters.filter(isRight)];
  return ordered.map((match) => match.slice(1, 5).join(" "));
}

/** Decision, IP H R ER BB SO of every pitcher. */
function pitchingCounts(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\S.*? *(\([WLS]\))? +(\d+\.\d) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)/.exec(line);
    return match === null ? [] : [match.slice(1, 8).join(" ")];
  });
}

/** Notes by their labels, with the names in alphabetical order. */
function notesOf(text: string): Map<string, string> {
  const notes = text.split("\n").flatMap((line) => {
    const match = /^([A-Z0-9]+) -- (.*)$/.exec(line);
    return match === null ? [] : [[match[1], match[2]?.trim().split(", ").toSorted().join(", ")] as const];
  });
  return new Map(notes as [string, string][]);
}
