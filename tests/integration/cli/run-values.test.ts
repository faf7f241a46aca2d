import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { newGameId } from "../../../src/index.js";
import { chartKinds } from "../../../src/stats/charts/game-chart.js";
import { dugout } from "../../support/command-line.js";
import { postseasonDatabase } from "../../support/postseason-database.js";
import { needsPostseason } from "../../support/retrosheet.js";
import { clashesOf, textsOf } from "../../support/svg-texts.js";

describe("on the command line", needsPostseason, () => {
  const at = postseasonDatabase();
  const run = (...options: string[]) => dugout(options, { DATABASE_URL: at().url });
  const lastGame = () => at().files.at(-1)?.game.id ?? "";

  it("the run expectancy is a table of 8 by 3, which fits a terminal", async () => {
    const { code, output, errors } = await run("stats", "run-expectancy", "--season", "2016");
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    const [head, , titles, outs, ...rows] = output.trimEnd().split("\n");
    expect(head).toBe("603 half-innings of 35 games");
    expect(titles).toMatch(/^ +runs +chance to score +times$/);
    expect(outs).toMatch(/^(?: +0 out +1 out +2 out){3}$/);
    expect(rows.map((row) => row.slice(0, 3))).toEqual([
      "---",
      "1--",
      "-2-",
      "12-",
      "--3",
      "1-3",
      "-23",
      "123",
    ]);
    for (const row of rows) expect(row).toMatch(/^... ( +\d\.\d{3}){6}( +\d+){3}$/);
    for (const line of output.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("it is available as CSV and as JSON, with the same numbers", async () => {
    const csv = (await run("stats", "run-expectancy", "--csv")).output.trimEnd().split("\n");
    const table = JSON.parse((await run("stats", "run-expectancy", "--json")).output);
    expect(csv).toHaveLength(25);
    expect(csv[0]).toBe("bases,outs,count,runs,scoring");
    const { bases, outs, count, runs, scoring } = table.states[22];
    expect(csv[23]).toBe([bases, outs, count, runs, scoring].join(","));
    expect({ games: table.games, bases, outs }).toEqual({ games: 35, bases: 7, outs: 1 });
  });

  it("a set without games gives an empty table", async () => {
    const { code, output } = await run("stats", "run-expectancy", "--league", "pd");
    expect(code).toBe(0);
    expect(output).toMatch(/^0 half-innings of 0 games\n/);
    expect(output).toMatch(/\n--- ( +–){6}( +0){3}\n/);
  });

  it("the plays are filled, and the number of changed plays is printed", async () => {
    const first = await run("stats", "fill", "--season", "2016");
    expect(first.output).toBe("35 games with 2,669 plays, valued by 35 games: 2,669 plays changed.\n");
    const again = await run("stats", "fill", "--season", "2016", "--json");
    expect(JSON.parse(again.output)).toEqual({ games: 35, plays: 2669, changed: 0, tableGames: 35 });
  });

  it("a chart goes to standard output or to a file, and where its values come from to standard error", async () => {
    const computed = await run("chart", lastGame(), "--season", "2016");
    expect(textsOf(computed.output)[0]?.text).toBe("Chicago 8, Cleveland 7");
    expect(computed).toMatchObject({
      code: 0,
      errors:
        "Drawn from values computed from 35 stored games. This is a rough estimate, because there are so few games: import a season, and name it with --season.\n",
    });
    const folder = await mkdtemp(join(tmpdir(), "dugout-chart-"));
    const file = join(folder, "game.svg");
    const written = await run("chart", lastGame(), "--kind", "base-out", "--output", file);
    expect(written).toMatchObject({ code: 0, output: "" });
    expect(await readFile(file, "utf8")).toContain("Bases loaded");
    await rm(folder, { recursive: true });
  });

  it("a chart is drawn for the width that is asked for, or as a page with a wide and a narrow one", async () => {
    const narrow = await run("chart", lastGame(), "--width", "375");
    expect(narrow).toMatchObject({ code: 0, output: expect.stringContaining('viewBox="0 0 375 ') });
    expect(clashesOf(narrow.output, 375)).toEqual([]);
    for (const kind of chartKinds) {
      const page = await run("chart", lastGame(), "--kind", kind, "--html");
      expect(page).toMatchObject({
        code: 0,
        output: expect.stringMatching(/^<!doctype html>\n.*<\/html>\n$/s),
      });
      expect(page.output.match(/viewBox="0 0 \d+/g)).toEqual(['viewBox="0 0 800', 'viewBox="0 0 375']);
      expect(page.output).toContain("<title>Chicago 8, Cleveland 7</title>");
    }
  });

  it.each([
    ["319", "dugout: The input of gameChart is not valid: width must be at least 320"],
    ["1601", "dugout: The input of gameChart is not valid: width must be at most 1600"],
    ["wide", "It must be a whole number."],
  ])("a chart of width %s is refused", async (width, message) => {
    const { code, output, errors } = await run("chart", lastGame(), "--width", width);
    expect({ code, output }).toEqual({ code: 1, output: "" });
    expect(errors).toContain(message);
  });

  it("a page has no width, because it fits any screen", async () => {
    const { code, errors } = await run("chart", lastGame(), "--html", "--width", "375");
    expect(code).toBe(1);
    expect(errors).toContain("cannot be used with option");
  });

  it("a chart of a missing game is refused", async () => {
    const missing = newGameId();
    expect(await run("chart", missing)).toEqual({
      ...{ code: 1, output: "" },
      errors: `dugout: There is no game ${missing}.\n`,
    });
  });
});
