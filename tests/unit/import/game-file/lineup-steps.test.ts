import { describe, expect, test } from "vitest";
import { leaversAfter, stepsAfter } from "../../../../src/import/game-file/lineup-steps.js";
import { entryOf } from "../../../support/lineup-moments.js";

const away = { teamId: 2 };
const idsOf = (lineups: Parameters<typeof stepsAfter>[0], playNumber: number) =>
  stepsAfter(lineups, playNumber).map(({ entries }) => entries.map(({ id }) => id));

describe("what changed in the lineups right after a play", () => {
  test("is a starting lineup for each team, then substitutions", () => {
    const lineups = [entryOf(1, away), entryOf(2, away), entryOf(3), entryOf(4, { replacingId: 3 })];
    expect(stepsAfter(lineups, 0)).toMatchObject([
      { isStart: true, teamId: 2, entries: [{ id: 1 }, { id: 2 }] },
      { isStart: true, teamId: 1, entries: [{ id: 3 }] },
      { isStart: false, teamId: 1, entries: [{ id: 4 }] },
    ]);
    expect(stepsAfter(lineups, 1)).toEqual([]);
  });

  test("is one step for consecutive changes of a team", () => {
    const lineups = [
      ...[entryOf(1), entryOf(2), entryOf(3, away)],
      ...[4, 5].map((id) => entryOf(id, { replacingId: id - 3, afterPlay: 7 })),
      entryOf(6, { ...away, replacingId: 3, afterPlay: 7 }),
      entryOf(7, { replacingId: 4, afterPlay: 8 }),
    ];
    expect(idsOf(lineups, 7)).toEqual([[4, 5], [6]]);
  });

  test("is two steps if a substitute is replaced immediately", () => {
    const lineups = [
      ...[entryOf(1), entryOf(2)],
      entryOf(3, { replacingId: 1, afterPlay: 7 }),
      entryOf(4, { replacingId: 3, afterPlay: 7 }),
      entryOf(5, { replacingId: 2, afterPlay: 7 }),
    ];
    expect(idsOf(lineups, 7)).toEqual([[3], [4, 5]]);
  });

  test("is in the order of the entries if the teams alternate", () => {
    const lineups = [
      ...[entryOf(1), entryOf(2), entryOf(3, away)],
      entryOf(4, { replacingId: 1, afterPlay: 7 }),
      entryOf(5, { ...away, replacingId: 3, afterPlay: 7 }),
      entryOf(6, { replacingId: 2, afterPlay: 7 }),
    ];
    expect(idsOf(lineups, 7)).toEqual([[4], [5], [6]]);
  });
});

describe("an entry that ended without a successor", () => {
  const pitcher = entryOf(1, { position: "P", isActive: false, leftAfterPlay: 7 });
  const fielder = entryOf(2, { position: "LF", isActive: false, leftAfterPlay: 7 });
  const reliever = entryOf(3, { position: "P", replacingId: 2, afterPlay: 7 });

  test("leaves in the step in which another player takes his position", () => {
    const lineups = [pitcher, fielder, reliever];
    expect(stepsAfter(lineups, 7).map(({ leaves }) => leaves)).toEqual([[1]]);
    expect(leaversAfter(lineups, 7)).toEqual([]);
  });

  test("leaves in no step if he only changed his place", () => {
    const runner = entryOf(3, { position: "PR", replacingId: 2, afterPlay: 7, playerId: pitcher.playerId });
    expect(stepsAfter([pitcher, fielder, runner], 7).map(({ leaves }) => leaves)).toEqual([[]]);
    expect(leaversAfter([pitcher, fielder, runner], 7)).toEqual([]);
  });

  test("leaves in a separate step otherwise", () => {
    const other = { ...reliever, teamId: 2 };
    expect(leaversAfter([pitcher, fielder], 7)).toEqual([pitcher, fielder]);
    expect(leaversAfter([pitcher, fielder, other], 7)).toEqual([pitcher]);
    expect(leaversAfter([pitcher, fielder], 8)).toEqual([]);
  });
});
