import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Inconsistency, InconsistencyKind, Play } from "../../../../src/index.js";
import { inconsistenciesOf } from "../../../../src/recovery/verify/verify-game.js";
import { SimulatedGame, simulatedEvents, simulatedLength } from "../../../support/simulated-game.js";

const simulatedGame = fc.tuple(simulatedLength, simulatedEvents).map(([length, events]) => {
  const game = new SimulatedGame(length);
  for (const event of events) game.play(event);
  return { game: game.game, lineups: game.lineups, plays: game.plays };
});

/** Changes one play of a consistent game so that it becomes inconsistent. */
const damages: Readonly<Record<string, (play: Play) => Partial<Play>>> = {
  inning: ({ inning }) => ({ inning: inning + 1 }),
  half: ({ half }) => ({ half: half === "top" ? "bottom" : "top" }),
  outsBefore: ({ outsBefore }) => ({ outsBefore: outsBefore === 2 ? 0 : outsBefore + 1 }),
  awayScore: ({ awayScore }) => ({ awayScore: awayScore + 1 }),
  homeScore: ({ homeScore }) => ({ homeScore: homeScore + 3 }),
  battingOrder: ({ battingOrder }) => ({ battingOrder: (battingOrder % 9) + 1 }),
};

const kinds: Readonly<Record<string, InconsistencyKind[]>> = {
  inning: ["inning", "outs"],
  half: ["inning", "outs"],
  outsBefore: ["outs"],
  awayScore: ["score"],
  homeScore: ["score"],
  battingOrder: ["batting-order"],
};

describe("a game that follows the rules", () => {
  it("has no inconsistency", () => {
    fc.assert(
      fc.property(simulatedGame, (whole) => {
        expect(inconsistenciesOf(whole)).toEqual([]);
      }),
    );
  });

  it("has none, even if it was not recorded when players left", () => {
    fc.assert(
      fc.property(simulatedGame, ({ lineups, ...rest }) => {
        const forgotten = lineups.map((entry) => ({ ...entry, leftAfterPlay: null }));
        expect(inconsistenciesOf({ lineups: forgotten, ...rest })).toEqual([]);
      }),
    );
  });
});

describe("one wrong value in any play of any game", () => {
  it.each(Object.keys(damages))("is found once, where it is: %s", (field) => {
    fc.assert(
      fc.property(simulatedGame, fc.nat(), ({ plays, ...rest }, at) => {
        const index = at % plays.length;
        const damaged = plays.map((play, each) => (each === index ? damagedBy(field, play) : play));
        const found = inconsistenciesOf({ plays: damaged, ...rest });
        const [first] = found as [Inconsistency];
        expect(first.play).toBe(index + 1);
        expect(kinds[field]).toContain(first.kind);
        const others = found.filter(({ play }) => play !== index + 1);
        expect(others).toEqual([]);
      }),
    );
  });
});

function damagedBy(field: string, play: Play): Play {
  return { ...play, ...damages[field]?.(play) };
}
