import { describe, expect, test } from "vitest";
import { PlayConflictError, StaleGameStateError, ValidationError } from "../../../src/errors/index.js";
import { type Play, playInput, situationAfter } from "../../../src/models/plays/index.js";
import { updateGameState } from "../../../src/operations/games.js";
import { recordedBefore, recordPlay, savePlay } from "../../../src/operations/plays.js";
import { answeringExecutor } from "../../support/answering-executor.js";
import { rejectionOf, sampleGameId, samplePlay } from "../../support/sample-inputs.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;
const values = playInput.parse({ ...samplePlay, playNumber: 5 }) as never;
const stored = { ...(values as object), id: 40 } as Play;
const game = { status: "active", stateVersion: 9, lastPlay: 4 } as const;
const anything = { expectedVersion: null, expectedLastPlay: null };

const refusedFields = async (play: unknown, newState: unknown, options?: unknown) => {
  const executor = answeringExecutor();
  const refusal = await rejectionOf(recordPlay(executor, play as never, newState as never, options as never));
  expect(executor.executed).toEqual([]);
  expect(refusal).toBeInstanceOf(ValidationError);
  return (refusal as ValidationError).issues.map(({ field }) => field).toSorted();
};

describe("what situationAfter gives", () => {
  const loaded = {
    ...samplePlay,
    onFirstId: 3,
    onFirstFinal: 2,
    onFirstPitcherId: 9,
    batterFinal: 1,
    pa: 1,
    ab: 1,
    hit: 1,
  };
  const row = { id: 7, stateVersion: 1 };

  test("is a state that recordPlay and updateGameState take", async () => {
    const situation = situationAfter(loaded);
    const { inning, half, homeScore, awayScore } = situation;
    for (const given of [situation, { ...situation, status: "active" } as const]) {
      const executor = answeringExecutor({ recordPlay: [row], updateGameState: [row] });
      await recordPlay(executor, loaded, given);
      await updateGameState(executor, sampleGameId, given);
      const [recorded, updated] = executor.executed.map(({ values }) => values as { state: object });
      for (const sent of [recorded?.state, updated])
        expect(sent).toMatchObject({ inning, half, homeScore, awayScore });
    }
  });

  test("is checked like any other input", async () => {
    const wrong = { outs: 3, onFirstId: "x", onThirdPitcherId: 0.5, onSecondId: 2 ** 60 };
    expect(await refusedFields(loaded, { ...situationAfter(loaded), ...wrong, outCount: 1 })).toEqual([
      ...["onFirstId", "onSecondId", "onThirdPitcherId", "outCount", "outs"],
    ]);
  });
});

describe("a hostile play is refused", () => {
  const throwing = Object.defineProperty({ ...samplePlay }, "gameId", {
    enumerable: true,
    get: () => {
      throw new RangeError("not today");
    },
  });
  const symbols = { ...samplePlay, gameId: Symbol("a"), playNumber: Symbol("b") };

  test.each([
    ["with a getter that throws", throwing],
    ["with symbols for values", symbols],
  ])("%s", async (_, play) => {
    expect(await refusedFields(play, state)).toContain("gameId");
    expect(await refusedFields(play, state, { expectedLastPlay: 0 })).toContain("gameId");
  });
});

describe("recordPlay names what is wrong", () => {
  test("in the play and in the state", async () => {
    const fields = await refusedFields({ ...samplePlay, half: "x", pa: 2 }, { ...state, homeScore: -1 });
    expect(fields).toEqual(["half", "homeScore", "pa"]);
  });

  test("in both by the same name, and says of which it is", async () => {
    const bad = { inning: 0 };
    const refusal = await rejectionOf(
      recordPlay(answeringExecutor(), { ...samplePlay, ...bad }, { ...state, ...bad }),
    );
    expect((refusal as Error).message).toBe(
      `Play 1 of game ${sampleGameId} is not valid: inning must be at least 1; inning of the state must be at least 1.`,
    );
  });

  test("in the play, the state and the expectation", async () => {
    const options = { expectedVersion: 0.5, lastPlay: 1 };
    const fields = await refusedFields({ ...samplePlay, half: "x" }, {}, options);
    expect(fields).toEqual([
      ...["awayScore", "expectedVersion", "half", "half", "homeScore", "inning", "lastPlay"],
    ]);
  });

  test("in a state alone, and in an expectation alone", async () => {
    expect(await refusedFields(samplePlay, { ...state, half: "x" })).toEqual(["half"]);
    expect(await refusedFields(samplePlay, state, { expectedVersion: "7" })).toEqual(["expectedVersion"]);
    expect(await refusedFields(samplePlay, state, null)).toEqual([""]);
  });

  test("in a game's id once", async () => {
    expect(await refusedFields({ ...samplePlay, gameId: "x" }, { ...state, inning: 0 })).toEqual([
      ...["gameId", "inning"],
    ]);
    expect(await refusedFields(undefined, state)).toEqual([""]);
  });

  test("in a play that is not the next after the expected last one", async () => {
    for (const expectedLastPlay of [0, 1, 3])
      expect(await refusedFields({ ...samplePlay, playNumber: 3 }, state, { expectedLastPlay })).toEqual([
        "expectedLastPlay",
      ]);
  });

  test("in the play's number, of which nothing can be expected then", async () => {
    const fields = await refusedFields({ ...samplePlay, playNumber: "1" }, state, { expectedLastPlay: 0 });
    expect(fields).toEqual(["playNumber"]);
  });
});

describe("the statement for a play", () => {
  const executedFor = async (options?: object) => {
    const recorded = [{ id: 1, stateVersion: 1 }];
    const executor = answeringExecutor({ recordPlay: recorded, recordExpectedPlay: recorded });
    await recordPlay(executor, samplePlay, state, options);
    return executor.executed;
  };

  test("is the plain one where nothing is expected", async () => {
    for (const options of [undefined, {}, { expectedVersion: undefined }])
      expect((await executedFor(options)).map(({ name }) => name)).toEqual(["recordPlay"]);
  });

  test("knows what is expected", async () => {
    for (const options of [
      { expectedVersion: 0 },
      { expectedLastPlay: 0 },
      { expectedVersion: 3, expectedLastPlay: 0 },
    ])
      expect(await executedFor(options)).toEqual([
        { name: "recordExpectedPlay", values: expect.objectContaining({ ...anything, ...options }) },
      ]);
  });
});

describe("a play that was not inserted", () => {
  test("is recorded if it is stored already, whatever was expected: its answer was lost", () => {
    for (const expectation of [
      anything,
      { expectedVersion: 8, expectedLastPlay: null },
      { expectedVersion: null, expectedLastPlay: 4 },
    ])
      expect(recordedBefore(values, expectation, { game: { ...game, lastPlay: 6 }, play: stored })).toEqual({
        ...{ playId: 40, stateVersion: 9 },
      });
  });

  test("is stale if the game is not as expected, whether its number is taken or not", () => {
    const other = { ...stored, inning: 2 };
    for (const expectation of [
      { expectedVersion: 8, expectedLastPlay: null },
      { expectedVersion: null, expectedLastPlay: 3 },
      { expectedVersion: 9, expectedLastPlay: 5 },
    ])
      for (const play of [null, other]) {
        const call = () => recordedBefore(values, expectation, { game, play });
        expect(call).toThrow(StaleGameStateError);
        expect(call).toThrow(/is active, at state version 9, and its last play is number 4\. Read it again/);
      }
  });

  test("is in conflict with another under its number if the game is as expected", () => {
    const other = { ...stored, inning: 2, hitType: "single" };
    for (const expectation of [anything, { expectedVersion: 9, expectedLastPlay: 4 }]) {
      const call = () => recordedBefore(values, expectation, { game, play: other });
      expect(call).toThrow(PlayConflictError);
      expect(call).toThrow(/another content \(inning, hitType\)/);
    }
  });

  test("can be tried again if nothing is in its way any more", () => {
    for (const expectation of [anything, { expectedVersion: 9, expectedLastPlay: 4 }])
      expect(recordedBefore(values, expectation, { game, play: null })).toBeUndefined();
  });

  test("is given up when it was tried often enough, as stale", async () => {
    const executor = answeringExecutor({ findPlay: [{ game, play: null }] });
    for (const call of [
      () => savePlay(executor, samplePlay),
      () => recordPlay(executor, samplePlay, state, { expectedVersion: 9 }),
    ]) {
      executor.executed.length = 0;
      expect(await rejectionOf(call())).toBeInstanceOf(StaleGameStateError);
      expect(executor.executed).toHaveLength(10);
    }
  });
});
