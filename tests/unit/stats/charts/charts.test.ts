import { describe, expect, it } from "vitest";
import { baseOutChart } from "../../../../src/stats/charts/base-out-chart.js";
import {
  type WinProbabilityChart,
  winProbabilityChart,
} from "../../../../src/stats/charts/win-probability-chart.js";
import { tableOf } from "../../../support/run-tables.js";
import { clashesOf, textsOf } from "../../../support/svg-texts.js";

const teams = { away: { name: "Chicago", runs: 8 }, home: { name: "Cleveland", runs: 7 } };
const notes = ["Computed from the stored games of season 2020 (898)."];
const long = "The Very Long Named Baseball Club of Saint-Barthélemy-sur-Mississippi";
const longTeams = { away: { name: long, runs: 21 }, home: { name: long.toUpperCase(), runs: 22 } };

/** The narrowest and the widest chart, phones, both sides of the limit between the two layouts, and the default. */
const widths = [320, 375, 430, 759, 760, 800, 1600];
/** In CSS pixels. */
const smallest = 10;
const smallestText = (svg: string) =>
  Math.min(...textsOf(svg).map(({ bottom, top }) => (bottom - top) / 0.95));

/** A game with this many innings, each with six plays that change the probabilities. */
function game(innings: number): WinProbabilityChart {
  const plays = Array.from({ length: innings * 6 }, (_, index) => ({
    inning: 1 + Math.floor(index / 6),
    half: index % 6 < 3 ? ("top" as const) : ("bottom" as const),
    description: `Batter ${index} singles to left field.`,
    homeWins: 0.5 + 0.45 * Math.sin(index * index),
  }));
  const end = {
    title: "Chicago 8, Cleveland 7",
    subtitle: "Chances to win",
    teams,
    homeWinsAtFirst: 0.5,
    notes,
  };
  return { plays, ...end };
}

describe("a win-probability chart", () => {
  it("is one SVG document that shows the score, the innings and the teams", () => {
    const svg = winProbabilityChart(game(10));
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 800 .*<\/svg>\n$/s);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    const texts = textsOf(svg).map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining(["Chicago 8, Cleveland 7", "Chances to win", "Chicago", "Cleveland"]),
    );
    for (let inning = 1; inning <= 10; inning += 1) expect(texts).toContain(String(inning));
    expect(texts).toContain(notes[0]);
  });

  it("lists the five biggest plays in the order of the game, and who gained how much", () => {
    const quiet = game(9).plays.map((play) => ({ ...play, homeWins: 0.5 }));
    const chances = [0.5, 0.62, 0.6, 0.2, 0.25, 0.9, 0.4, 0.45, 1];
    const plays = quiet.map((play, index) => ({ ...play, homeWins: chances[index] ?? 1 }));
    const svg = winProbabilityChart({ ...game(9), plays });
    const texts = textsOf(svg).map(({ text }) => text);
    const told = texts.filter((text) => /^Batter \d+ /.test(text)).map((text) => Number(text.split(" ")[1]));
    expect(told).toEqual([1, 3, 5, 6, 8]);
    const gains = texts.filter((text) => /\+\d+ pts$/.test(text));
    expect(gains).toEqual([
      "Cleveland +12 pts",
      "Chicago +40 pts",
      "Cleveland +65 pts",
      "Chicago +50 pts",
      "Cleveland +55 pts",
    ]);
  });

  it.each([
    ["nine innings", game(9)],
    ["a single play", { ...game(1), plays: game(1).plays.slice(0, 1) }],
    ["26 innings", game(26)],
    ["99 innings", game(99)],
    [
      "long names and descriptions",
      {
        ...{ ...game(9), teams: longTeams, title: `${long} 22, ${long} 21`, subtitle: long.repeat(3) },
        plays: game(9).plays.map((play) => ({ ...play, description: `${long} ${long} ${long}` })),
        notes: [long.repeat(9)],
      },
    ],
    [
      "names in other scripts",
      {
        ...game(9),
        teams: {
          away: { name: "読売ジャイアンツ軍団東京", runs: 1 },
          home: { name: "한화 이글스", runs: 2 },
        },
      },
    ],
  ])("of %s has no overlapping texts, none outside the picture, and none too small to read", (_, chart) => {
    for (const width of widths) {
      const svg = winProbabilityChart(chart, width);
      expect(clashesOf(svg, width)).toEqual([]);
      expect(smallestText(svg)).toBeGreaterThanOrEqual(smallest);
    }
  });

  it("that is narrow shows the same plays, innings and gains as a wide one", () => {
    const narrow = textsOf(winProbabilityChart(game(9), 320)).map(({ text }) => text);
    const wide = textsOf(winProbabilityChart(game(9))).map(({ text }) => text);
    for (const pattern of [/^Batter \d+ /, /^(?:Top|Bottom) of the /, /\+\d+ pts$/, /^\d$/])
      expect(narrow.filter((text) => pattern.test(text))).toEqual(wide.filter((text) => pattern.test(text)));
    expect(narrow).toEqual(expect.arrayContaining(["Chicago wins", "Cleveland wins"]));
  });
});

describe("a base-out chart", () => {
  const { states } = tableOf((bases, outs) =>
    bases === 7 && outs === 0 ? [] : [10 - bases, 2 * bases, 3 - outs],
  );
  const none = states.map(() => 0);
  const chart = { title: "Chicago 8, Cleveland 7", subtitle: "Run expectancy", teams, states, notes };

  it("has a cell for each of the 24 states, with its runs and probability", () => {
    const texts = textsOf(baseOutChart({ ...chart, plays: { away: none, home: none } })).map(
      ({ text }) => text,
    );
    expect(texts.filter((text) => /^\d\.\d\d$/.test(text))).toHaveLength(23);
    expect(texts.filter((text) => / score$/.test(text))).toHaveLength(23);
    expect(texts).toEqual(expect.arrayContaining(["–", "no plays", "Bases loaded", "No outs"]));
  });

  it("counts the plays of each team", () => {
    const plays = { away: none.with(0, 12), home: none.with(23, 3) };
    const texts = textsOf(baseOutChart({ ...chart, plays })).map(({ text }) => text);
    expect(texts.filter((text) => /^\d+$/.test(text))).toEqual(["12", "3"]);
  });

  it.each([
    ["usual names", teams],
    ["long names", longTeams],
  ])("with %s has no overlapping texts, none outside the picture, and none too small to read", (_, named) => {
    const plays = { away: states.map(() => 88), home: states.map(() => 99) };
    for (const width of widths) {
      const svg = baseOutChart({ ...chart, teams: named, plays }, width);
      expect(clashesOf(svg, width)).toEqual([]);
      expect(smallestText(svg)).toBeGreaterThanOrEqual(smallest);
    }
  });

  it("that is narrow shows the same runs, probabilities and counts as a wide one", () => {
    const plays = { away: none.with(0, 12), home: none.with(23, 3) };
    const [narrow, wide] = [320, 800].map((width) =>
      textsOf(baseOutChart({ ...chart, plays, notes: [] }, width)).map(({ text }) => text),
    );
    expect(narrow?.toSorted()).toEqual(wide?.toSorted());
  });
});
