import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LineupEntry } from "../../../src/index.js";
import { liveState } from "../../../src/recovery/recover-game.js";
import { rowsOf } from "../../support/recovery-rows.js";
import {
  type SimulatedEvent,
  SimulatedGame,
  simulatedEvents,
  simulatedLength,
} from "../../support/simulated-game.js";

const nine = { scheduledInnings: 9, automaticRunnerInning: null };
const idsOf = (entries: readonly (LineupEntry | null)[]) => entries.map((entry) => entry?.id ?? null);

/** The state of a game according to the model. Omitted fields are not defined after the end of the game. */
function standing(game: SimulatedGame) {
  const { inning, half, outs, isOver } = game;
  return {
    ...{ inning, half, outs, isOver, awayScore: game.away.runs, homeScore: game.home.runs },
    bases: idsOf(game.bases),
    chargedTo: idsOf(game.bases.map((runner, index) => runner && (game.charged[index] ?? pitcherOf(game)))),
    batter: game.batter.id,
    dueUp: [game.away.next + 1, game.home.next + 1],
    playCount: game.plays.length,
  };
}

/** After a pinch hitter for the pitcher there is no pitcher until a player takes the position. */
const pitcherOf = ({ fielding }: SimulatedGame) => (fielding.pitcher.isActive ? fielding.pitcher : null);

function recovered(game: SimulatedGame) {
  const { bases, chargedTo, batter, dueUp, pitcher, ...state } = liveState(rowsOf(game));
  const { inning, half, outs, isOver, awayScore, homeScore, playCount } = state;
  return {
    ...{ inning, half, outs, isOver, awayScore, homeScore },
    bases: idsOf([bases.first, bases.second, bases.third]),
    chargedTo: idsOf([chargedTo.first, chargedTo.second, chargedTo.third]),
    batter: batter?.id,
    dueUp: [dueUp.away.battingOrder, dueUp.home.battingOrder],
    playCount,
  };
}

function played(...steps: (SimulatedEvent["event"] | SimulatedEvent)[]): SimulatedGame {
  const game = new SimulatedGame(nine);
  for (const step of steps) game.play(typeof step === "string" ? { event: step, change: "nobody" } : step);
  return game;
}

describe("the live state", () => {
  it("of a game without a play is the top of the first, with the first batter at bat", () => {
    const game = new SimulatedGame(nine);
    const state = liveState(rowsOf(game));
    expect(state).toMatchObject({
      ...{ gameId: game.game.id, status: "active", stateVersion: 0, inning: 1, half: "top", outs: 0 },
      ...{ awayScore: 0, homeScore: 0, playCount: 0, lastPlay: null, isOver: false, session: null },
      bases: { first: null, second: null, third: null },
      dueUp: { away: { battingOrder: 1 }, home: { battingOrder: 1 } },
    });
    expect(state.batter).toBe(game.away.order[0]);
    expect(state.pitcher).toBe(game.home.pitcher);
    expect(Object.keys(state.fielders)).toHaveLength(9);
    expect(state.lineups.away).toHaveLength(9);
    expect(state.lineups.home).toHaveLength(10);
  });

  it("of a game without lineups has the place that is due, without a batter", () => {
    const state = liveState({ ...rowsOf(played("single")), lineups: [] });
    expect(state.dueUp.away).toEqual({ battingOrder: 2, batter: null });
    expect(state).toMatchObject({ batter: null, pitcher: null, fielders: {}, bases: { first: null } });
  });

  it("comes from the plays, whatever the game's row says", () => {
    const rows = rowsOf(played("homer", "single"));
    const game = { ...rows.game, inning: 7, half: "bottom" as const, awayScore: 0, homeScore: 4 };
    expect(liveState({ ...rows, game })).toMatchObject({
      ...{ inning: 1, half: "top", awayScore: 1, homeScore: 0 },
      game: { inning: 7, awayScore: 0 },
    });
  });

  it("keeps the batter if the third out ended his turn early", () => {
    const game = played("out", "out", "single", "caught stealing");
    expect(liveState(rowsOf(game))).toMatchObject({
      ...{ inning: 1, half: "bottom", outs: 0 },
      dueUp: { away: { battingOrder: 4 }, home: { battingOrder: 1 } },
    });
  });

  it("has the pinch runner on base and the pinch hitter at bat", () => {
    const game = played("single", { event: "steal", change: "pinch runner" });
    const before = liveState(rowsOf(game));
    expect(before.bases.second?.position).toBe("PR");
    const rows = rowsOf(played("single"));
    const [runner] = rows.lineups as [LineupEntry];
    const gone = { ...runner, isActive: false };
    const substitute = { ...runner, id: 99, replacingId: runner.id, position: "PR" as const };
    const lineups = [gone, ...rows.lineups.slice(1), substitute];
    expect(liveState({ ...rows, lineups }).bases.first).toBe(substitute);
  });

  it("follows the replacement of a runner without a place in the order, and otherwise keeps the runner", () => {
    const rows = rowsOf(played("single"));
    const [runner] = rows.lineups as [LineupEntry];
    const gone = { ...runner, isActive: false, battingOrder: null };
    const substitute = { ...runner, id: 99, replacingId: runner.id, battingOrder: null };
    const others = rows.lineups.slice(1);
    expect(liveState({ ...rows, lineups: [gone, ...others, substitute] }).bases.first).toBe(substitute);
    expect(liveState({ ...rows, lineups: [gone, ...others] }).bases.first).toBe(gone);
  });

  it("puts a runner on second at the beginning of an extra half-inning, and only there", () => {
    const rows = rowsOf(played("out", "out", "out"));
    const from = (automaticRunnerInning: number | null) =>
      liveState({ ...rows, game: { ...rows.game, automaticRunnerInning } }).bases.second?.battingOrder;
    expect(from(1)).toBe(9);
    expect(from(2)).toBeUndefined();
    expect(from(null)).toBeUndefined();
    const later = rowsOf(played("out"));
    const inTheMiddle = { ...later, game: { ...later.game, automaticRunnerInning: 1 } };
    expect(liveState(inTheMiddle).bases.second).toBeNull();
  });
});

describe("the pitcher charged with a runner", () => {
  const chargedIn = (game: SimulatedGame) => {
    const { chargedTo } = liveState(rowsOf(game));
    return idsOf([chargedTo.first, chargedTo.second, chargedTo.third]);
  };

  it("stays the one who let him on base, when another relieves him", () => {
    const game = played("walk");
    const starter = game.home.pitcher.id;
    expect(chargedIn(game)).toEqual([starter, null, null]);
    game.play({ event: "walk", change: "new pitcher" });
    expect(chargedIn(game)).toEqual([game.home.pitcher.id, starter, null]);
    expect(game.home.pitcher.id).not.toBe(starter);
  });

  it("is null for an empty base", () => {
    expect(chargedIn(played("walk", "homer"))).toEqual([null, null, null]);
  });

  it("is the current pitcher for an automatic runner", () => {
    const rows = rowsOf(played("out", "out", "out"));
    const state = liveState({ ...rows, game: { ...rows.game, automaticRunnerInning: 1 } });
    expect(state.chargedTo.second).toBe(state.pitcher);
    expect(state.pitcher).not.toBeNull();
  });
});

describe("in any game, after every play", () => {
  it("the live state is the model's", () => {
    fc.assert(
      fc.property(simulatedLength, simulatedEvents, (length, events) => {
        const game = new SimulatedGame(length);
        for (const event of events) {
          if (game.isOver) return;
          game.play(event);
          const { bases, ...state } = recovered(game);
          const { bases: wanted, ...expected } = standing(game);
          expect(state).toEqual(expected);
          expect(bases).toEqual(wanted);
        }
      }),
    );
  });

  it("no player is on base twice, and all named players are in the game", () => {
    fc.assert(
      fc.property(simulatedLength, simulatedEvents, (length, events) => {
        const game = new SimulatedGame(length);
        for (const event of events) game.play(event);
        const { bases, batter, pitcher, fielders } = liveState(rowsOf(game));
        const runners = [bases.first, bases.second, bases.third].filter((entry) => entry !== null);
        expect(new Set(runners).size).toBe(runners.length);
        expect(batter?.isActive).toBe(true);
        // After a pinch hitter for the pitcher there is no pitcher until a player takes the position.
        expect(pitcher).toBe(fielders.P ?? null);
        for (const entry of [...runners, ...Object.values(fielders)]) expect(entry.isActive).toBe(true);
      }),
    );
  });
});
