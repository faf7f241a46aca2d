import { describe, expect, test, vi } from "vitest";
import {
  GameStatusError,
  PlayConflictError,
  PlaySequenceError,
  StaleGameStateError,
  ValidationError,
} from "../../../src/errors/errors.js";
import { type Play, playInput } from "../../../src/models/plays-table.js";
import { updateGameState } from "../../../src/operations/game-operations.js";
import { recordPlay, savePlay } from "../../../src/operations/play-operations.js";
import { recordedBefore } from "../../../src/operations/play-refusals.js";
import { situationAfter } from "../../../src/rules/situation.js";
import { answeringExecutor } from "../../support/answering-executor.js";
import { rejectionOf, sampleGameId, samplePlay } from "../../support/sample-inputs.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;
const values = playInput().parse({ ...samplePlay, playNumber: 5 }) as never;
const stored = { ...(values as object), id: 40 } as Play;
const game = { status: "active", stateVersion: 9, feedVersion: 12, lastPlay: 4 } as const;
const anything = { expectedVersion: null, expectedLastPlay: null, outOfSequence: false, strict: false };
const expecting = (options: object) => ({ ...anything, ...options });
/** The previous play, after which the game is in the situation in which `values` begins. */
const last = { ...stored, playNumber: 4 } as Play;
const given = { play: values, stateHash: 77 };
const none = { game, play: null, stateHash: null, last };
const found = (play: Play | null, hash: number | null = null) => ({ ...none, play, stateHash: hash });

const refusedFields = async (play: unknown, newState: unknown, options?: unknown) => {
  const executor = answeringExecutor();
  const refusal = await rejectionOf(recordPlay(executor, play as never, newState as never, options as never));
  expect(executor.executed).toEqual([]);
  expect(refusal).toBeInstanceOf(ValidationError);
  return (refusal as ValidationError).issues.map(({ field }) => field).toSorted();
};

describe("the result of situationAfter", () => {
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

  test("is a state that recordPlay and updateGameState accept", async () => {
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

  test("in the play's number, without comparing it with the expectation", async () => {
    const fields = await refusedFields({ ...samplePlay, playNumber: "1" }, state, { expectedLastPlay: 0 });
    expect(fields).toEqual(["playNumber"]);
  });
});

describe("the statement for a play", () => {
  const executedFor = async (options?: object) => {
    const recorded = [{ id: 1, stateVersion: 1 }];
    const executor = answeringExecutor({ recordPlay: recorded, recordPlayOutOfSequence: recorded });
    await recordPlay(executor, samplePlay, state, options);
    return executor.executed;
  };

  test("is the same for all expectations", async () => {
    for (const options of [undefined, {}, { expectedVersion: 0 }, { expectedLastPlay: 0 }])
      expect((await executedFor(options)).map(({ name }) => name)).toEqual(["recordPlay"]);
  });

  test("has the expectation as values", async () => {
    expect(await executedFor({ expectedVersion: 3 })).toEqual([
      { name: "recordPlay", values: expect.objectContaining({ expectedVersion: 3 }) },
    ]);
  });

  test("is different for a play out of sequence", async () => {
    const options = { expectedVersion: 3, expectedLastPlay: 0, outOfSequence: true };
    const { outOfSequence: _, ...expected } = options;
    expect(await executedFor(options)).toEqual([
      { name: "recordPlayOutOfSequence", values: expect.objectContaining(expected) },
    ]);
  });
});

describe("a play that was not inserted", () => {
  test("is recorded if it is stored already with that state, whatever was expected: its answer was lost", () => {
    for (const expectation of [
      anything,
      expecting({ expectedVersion: 8 }),
      expecting({ expectedLastPlay: 4 }),
    ])
      for (const hash of [77, null])
        expect(
          recordedBefore(given, expectation, { ...found(stored, hash), game: { ...game, lastPlay: 6 } }),
        ).toEqual({ playId: 40, stateVersion: 9 });
  });

  test("is in conflict if it is stored with another state, whatever was expected", () => {
    for (const expectation of [anything, expecting({ expectedVersion: 8 })]) {
      const call = () => recordedBefore(given, expectation, found(stored, 78));
      expect(call).toThrow(PlayConflictError);
      expect(call).toThrow(/other content \(state\)/);
    }
  });

  test("is stale if the game is not as expected, whether its number is taken or not", () => {
    const other = { ...stored, inning: 2 };
    for (const expectation of [
      expecting({ expectedVersion: 8 }),
      expecting({ expectedLastPlay: 3 }),
      expecting({ expectedVersion: 9, expectedLastPlay: 5 }),
    ])
      for (const play of [null, other]) {
        const call = () => recordedBefore(given, expectation, found(play));
        expect(call).toThrow(StaleGameStateError);
        expect(call).toThrow(/is active, at state version 9, and its last play is number 4\. Read it again/);
      }
  });

  test("is in conflict with another play under its number if the game is as expected", () => {
    const other = { ...stored, inning: 2, hitType: "single" };
    for (const expectation of [anything, expecting({ expectedVersion: 9, expectedLastPlay: 4 })]) {
      const call = () => recordedBefore(given, expectation, found(other));
      expect(call).toThrow(PlayConflictError);
      expect(call).toThrow(/other content \(inning, hitType\)/);
    }
  });

  test("is refused in a game that is not active", () => {
    for (const status of ["paused", "completed", "abandoned"] as const) {
      const call = () => recordedBefore(given, anything, { ...none, game: { ...game, status } });
      expect(call).toThrow(GameStatusError);
      expect(call).toThrow(new RegExp(`is ${status}, and no play can be recorded`));
    }
  });

  test("is refused when it does not follow from the last one, with all that differs", () => {
    const elsewhere = { ...last, playNumber: 2, inning: 3, outsBefore: 1, outsRecorded: 1, homeScore: 4 };
    const call = () => recordedBefore(given, anything, { ...none, last: elsewhere });
    expect(call).toThrow(PlaySequenceError);
    expect(call).toThrow(/playNumber is 5 and should be 3, inning is 1 and should be 3, outsBefore is 0/);
    expect(recordedBefore(given, expecting({ outOfSequence: true }), { ...none, last: elsewhere })).toBe(
      undefined,
    );
  });

  test("can be tried again if nothing prevents it any more", () => {
    for (const expectation of [anything, expecting({ expectedVersion: 9, expectedLastPlay: 4 })])
      expect(recordedBefore(given, expectation, none)).toBeUndefined();
  });

  test("fails as stale after several attempts", async () => {
    const first = { ...none, game: { ...game, lastPlay: 0 }, last: null };
    const executor = answeringExecutor({ findPlay: [first], findGame: [game] });
    for (const call of [
      () => savePlay(executor, samplePlay),
      () => recordPlay(executor, samplePlay, state, { expectedVersion: 9 }),
    ]) {
      executor.executed.length = 0;
      expect(await rejectionOf(call())).toBeInstanceOf(StaleGameStateError);
      expect(executor.executed.map(({ name }) => name)).toContain("findPlay");
      expect(executor.executed).toHaveLength(11);
    }
  });
});

describe("calls for one game on a database", () => {
  /** An executor that answers with delays, and records its calls and their times. */
  function slowExecutor(isTransaction: boolean | undefined) {
    const asked: number[] = [];
    const answer: (() => void)[] = [];
    const execute = ((_: unknown, { play }: { play: { playNumber: number } }) => {
      asked.push(play.playNumber);
      return new Promise((resolve) => answer.push(() => resolve([{ id: 1, stateVersion: 1 }])));
    }) as never;
    return {
      asked,
      answer,
      executor: { execute, ...(isTransaction === undefined ? {} : { isTransaction }) },
    };
  }
  const plays = [1, 2, 3].map((playNumber) => ({ ...samplePlay, playNumber }));

  test("run one after the other, in call order", async () => {
    const { asked, answer, executor } = slowExecutor(false);
    const calls = Promise.all(plays.map((play) => recordPlay(executor, play, state)));
    for (const number of [1, 2, 3]) {
      await vi.waitFor(() => expect(asked).toHaveLength(number));
      answer[number - 1]?.();
    }
    await calls;
    expect(asked).toEqual([1, 2, 3]);
  });

  test("continue after one that failed, and are not held up by another game's", async () => {
    const { asked, answer, executor } = slowExecutor(false);
    const other = { ...samplePlay, gameId: "01920000-0000-7000-8000-000000000002", playNumber: 9 };
    const bad = recordPlay(executor, { ...samplePlay, half: "x" as never }, state);
    const calls = [...plays, other].map((play) => recordPlay(executor, play, state));
    expect(await rejectionOf(bad)).toBeInstanceOf(ValidationError);
    expect(asked).toEqual([1, 9]);
    for (let number = 0; number < 4; number += 1) {
      await vi.waitFor(() => expect(answer.length).toBeGreaterThan(number));
      answer[number]?.();
    }
    await Promise.all(calls);
  });

  test("are all sent at once within a transaction, which runs them in order itself", async () => {
    const { asked, answer, executor } = slowExecutor(undefined);
    const calls = Promise.all(plays.map((play) => recordPlay(executor, play, state)));
    await vi.waitFor(() => expect(asked).toEqual([1, 2, 3]));
    for (const settle of answer) settle();
    await calls;
  });
});
