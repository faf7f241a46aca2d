import { describe, expect, it } from "vitest";
import type { JsonObject, Play } from "../../../src/index.js";
import { recoverSession, snapshotFields } from "../../../src/recovery/recover-game.js";
import { rowsOf } from "../../support/recovery-rows.js";
import { SimulatedGame } from "../../support/simulated-game.js";

const game = new SimulatedGame({ scheduledInnings: 9, automaticRunnerInning: null });
for (const event of ["homer", "out", "single"] as const) game.play({ event, change: "nobody" });
const rows = rowsOf(game);
const situation = {
  inning: 1,
  half: "top",
  outs: 1,
  onFirstId: 3,
  onSecondId: null,
  onThirdId: null,
  onFirstPitcherId: 19,
  onSecondPitcherId: null,
  onThirdPitcherId: null,
} as const;
const facts = { ...rows, situation: { ...situation, awayScore: 1, homeScore: 0 } };

const truth = {
  ...{ inning: 1, half: "top", outs: 1, homeScore: 0, awayScore: 1 },
  ...{ playCount: 3, lastPlay: 3, stateVersion: 3 },
};

function differencesOf(stateSnapshot: JsonObject) {
  const session = { gameId: game.game.id, connectedUsers: {}, lastActionAt: new Date(0), stateSnapshot };
  const recovered = recoverSession(session, facts);
  expect(recovered.session).toBe(session);
  return recovered.differences;
}

describe("a session's snapshot", () => {
  it("that agrees has no differences", () => {
    expect(Object.keys(truth).sort()).toEqual([...snapshotFields].sort());
    expect(differencesOf(truth)).toEqual([]);
  });

  it.each(snapshotFields)("with another %s is reported, with what the plays say", (field) => {
    const other = field === "half" ? "bottom" : 42;
    expect(differencesOf({ ...truth, [field]: other })).toEqual([
      { field, snapshot: other, plays: truth[field] },
    ]);
  });

  it("reports all differences together", () => {
    expect(differencesOf({ outs: 2, awayScore: 7 }).map(({ field }) => field)).toEqual(["outs", "awayScore"]);
  });

  it.each<[string, JsonObject]>([
    ["is empty", {}],
    ["has other keys", { phase: "pitching", clock: 3, game: { inning: 9 } }],
    [
      "keeps something else under our names",
      { lastPlay: { number: 1 }, outs: null, inning: [1], half: true },
    ],
  ])("that %s is not compared", (_, snapshot) => {
    expect(differencesOf(snapshot)).toEqual([]);
  });

  it("of a game without plays has no differences", () => {
    const session = { gameId: game.game.id, connectedUsers: {}, lastActionAt: new Date(0) };
    const empty = { ...facts, lastPlay: null, playCount: 0 };
    const { differences } = recoverSession(
      { ...session, stateSnapshot: { lastPlay: 1, playCount: 0 } },
      empty,
    );
    expect(differences).toEqual([{ field: "lastPlay", snapshot: 1, plays: 0 }]);
  });
});

it("the plays have the values that the tests assume", () => {
  expect((rows.lastPlay as Play).playNumber).toBe(3);
});
