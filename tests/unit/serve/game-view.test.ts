import { describe, expect, it } from "vitest";
import type { PublicEvent } from "../../../src/feed/public-view.js";
import { seenAfter } from "../../../src/serve/browser/live-games.js";
import { gamePage } from "../../../src/serve/page/game-page.js";
import { gameView, nothingSeen } from "../../../src/serve/page/game-view.js";
import { render } from "../../../src/serve/page/html.js";
import { knownUpTo } from "../../support/known-games.js";

const whole = 94;

describe("the view of a game", () => {
  it("has the line score that was in the newspapers", async () => {
    const [away, home] = gameView(await knownUpTo(whole), null).teams;
    expect(away).toMatchObject({
      name: "Chicago",
      innings: [1, 0, 0, 2, 2, 1, 0, 0, 0, 2],
      run: 8,
      hit: 13,
      error: 3,
    });
    expect(home).toMatchObject({
      name: "Cleveland",
      innings: [0, 0, 1, 0, 2, 0, 0, 3, 0, 1],
      run: 7,
      hit: 11,
      error: 1,
    });
    expect([away.isWinner, home.isWinner]).toEqual([true, false]);
  });

  it("lists the plays by half-inning, the newest first, and marks those on which a run scored", async () => {
    const { halves } = gameView(await knownUpTo(whole), null);
    expect(halves).toHaveLength(20);
    expect(halves[0]).toMatchObject({ inning: 10, half: "bottom", team: "Cleveland", runs: 1 });
    const plays = halves.flatMap((half) => half.plays);
    expect(plays.map(({ number }) => number)).toEqual(
      Array.from({ length: whole }, (_, index) => whole - index),
    );
    const scoring = plays.filter(({ isScoring }) => isScoring);
    expect(scoring.at(-1)).toMatchObject({ text: "Dexter Fowler homers.", score: "Chicago 1, Cleveland 0" });
    expect(scoring[0]).toMatchObject({ number: 93, score: "Chicago 8, Cleveland 7" });
  });

  it("shows who is on base, at bat, pitching and on deck, and nobody after the end of the game", async () => {
    const view = gameView(await knownUpTo(5), null);
    expect(view).toMatchObject({ inning: 1, half: "top", outs: 2, runners: [null, "Kyle Schwarber", null] });
    expect(view.batter?.name).toBe("Ben Zobrist");
    expect(view.pitcher?.name).toBe("Corey Kluber");
    expect(view.onDeck).toBe("Addison Russell");
    expect(gameView(await knownUpTo(whole), null).runners).toEqual([null, null, null]);
  });

  it("has everyone who was in a place of the batting order, and shows who has left", async () => {
    const [away] = gameView(await knownUpTo(whole), null).lineups;
    expect(away[1]?.people.map(({ name, hasLeft }) => [name, hasLeft])).toEqual([
      ["Kyle Schwarber", true],
      ["Albert Almora", false],
    ]);
  });

  it("has no plays, names or scores before the first pitch", async () => {
    const view = gameView({ ...(await knownUpTo(0)), lineups: [] }, null);
    expect(view).toMatchObject({ halves: [], lastPlay: null, batter: null, pitcher: null, onDeck: null });
    expect(render(gamePage(view))).toContain("Waiting for the first pitch.");
  });
});

describe("changes since the page was opened", () => {
  const event = (of: object) => of as PublicEvent;

  it("marks a corrected play until it is removed, and says how many were removed until the next play", async () => {
    const known = await knownUpTo(20);
    const corrected = seenAfter(
      { known, seen: nothingSeen },
      event({ type: "revised", play: { playNumber: 19 } }),
    );
    expect(gameView(known, null, corrected).halves[0]?.plays.map(({ isCorrected }) => isCorrected)).toEqual([
      ...[false, true, false],
    ]);
    const back = seenAfter({ known, seen: corrected }, event({ type: "rewound", to: 18 }));
    expect(back).toEqual({ corrected: new Set(), takenBack: 2 });
    const shown = render(gamePage(gameView(await knownUpTo(18), null, back)));
    expect(shown).toContain("The last 2 plays were removed");
    expect(seenAfter({ known, seen: back }, event({ type: "play" })).takenBack).toBe(0);
  });
});
