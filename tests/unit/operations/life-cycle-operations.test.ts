import { describe, expect, test } from "vitest";
import { GameStatusError, StaleGameStateError, ValidationError } from "../../../src/errors/errors.js";
import * as lifeCycle from "../../../src/operations/life-cycle-operations.js";
import { gameStatuses } from "../../../src/rules/vocabulary.js";
import { type TransitionName, transitions } from "../../../src/statements/life-cycle-statements.js";
import { answeringExecutor } from "../../support/answering-executor.js";
import { rejectionOf, sampleGameId } from "../../support/sample-inputs.js";

const found = {
  status: "active",
  stateVersion: 7,
  feedVersion: 20,
  lastPlay: 12,
  homeTeamId: 1,
  awayTeamId: 2,
} as const;
const values = { gameId: sampleGameId, expectedVersion: null };
const names = Object.keys(transitions) as TransitionName[];

/** The legal steps for each status, written out for comparison with the table in the code. */
const legal = {
  pending: ["startGame", "abandonGame"],
  active: ["pauseGame", "completeGame", "abandonGame"],
  paused: ["resumeGame", "completeGame", "abandonGame"],
  completed: [],
  abandoned: [],
} as const satisfies Record<string, readonly TransitionName[]>;

describe.each(gameStatuses)("a game that is %s", (status) => {
  test.each(names)("is refused with a message about %s", (name) => {
    const refusal = lifeCycle.refusalOf(name, values, { ...found, status });
    const allowed: readonly string[] = legal[status];
    if (allowed.includes(name)) return expect(refusal).toBeUndefined();
    expect(refusal).toBeInstanceOf(GameStatusError);
    expect(refusal?.message).toContain(`Game ${sampleGameId} is ${status} and cannot be `);
    expect(refusal?.details).toEqual({
      ...{ gameId: sampleGameId, status, stateVersion: 7, lastPlay: 12 },
      legal: allowed,
    });
  });
});

test("the messages of refusals are plain sentences", () => {
  expect(lifeCycle.refusalOf("startGame", values, { ...found, status: "paused" })?.message).toBe(
    `Game ${sampleGameId} is paused and cannot be started. It can be resumed, completed, abandoned.`,
  );
  expect(lifeCycle.refusalOf("resumeGame", values, { ...found, status: "abandoned" })?.message).toBe(
    `Game ${sampleGameId} is abandoned and cannot be resumed. It is over.`,
  );
});

test("an unexpected version is reported before the status", () => {
  const refusal = lifeCycle.refusalOf("startGame", { ...values, expectedVersion: 6 }, found);
  expect(refusal).toBeInstanceOf(StaleGameStateError);
  expect(refusal?.details).toEqual({
    gameId: sampleGameId,
    status: "active",
    stateVersion: 7,
    lastPlay: 12,
  });
  expect(lifeCycle.refusalOf("pauseGame", { ...values, expectedVersion: 7 }, found)).toBeUndefined();
});

test("a winner that does not play is refused with its field, and either team is accepted", () => {
  const refusal = lifeCycle.refusalOf("completeGame", { ...values, winnerTeamId: 3 }, found);
  expect(refusal).toBeInstanceOf(ValidationError);
  expect(refusal?.message).toContain(`winnerTeamId must be a team of game ${sampleGameId}, 2 or 1, not 3`);
  for (const winnerTeamId of [1, 2, null])
    expect(lifeCycle.refusalOf("completeGame", { ...values, winnerTeamId }, found)).toBeUndefined();
});

describe("a step", () => {
  test("that finds its game is one statement", async () => {
    const executor = answeringExecutor({ pauseGame: [{ id: sampleGameId }] });
    expect(await lifeCycle.pauseGame(executor, sampleGameId)).toEqual({ id: sampleGameId });
    expect(executor.executed.map(({ name }) => name)).toEqual(["pauseGame"]);
  });

  test("that other processes repeatedly make illegal and legal again fails with the current status", async () => {
    const executor = answeringExecutor({ findGame: [found] });
    const refusal = await rejectionOf(lifeCycle.pauseGame(executor, sampleGameId));
    expect(refusal).toBeInstanceOf(StaleGameStateError);
    const names = executor.executed.map(({ name }) => name);
    expect(names).toEqual(Array.from({ length: 5 }, () => ["pauseGame", "findGame"]).flat());
  });

  test("uses the current time unless another is given", async () => {
    const executor = answeringExecutor({ startGame: [{}] });
    const before = Date.now();
    await lifeCycle.startGame(executor, sampleGameId);
    await lifeCycle.startGame(executor, sampleGameId, { at: new Date(5) });
    const [now, given] = executor.executed.map(({ values }) => (values as { at: Date }).at.getTime());
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
    expect(given).toBe(5);
  });

  const wrong: readonly [what: string, () => Promise<unknown>, fields: string[]][] = [
    ["a game's id that is none", () => lifeCycle.resumeGame(answeringExecutor(), "x"), ["gameId"]],
    [
      "every option that is wrong",
      () =>
        lifeCycle.completeGame(answeringExecutor(), "x", {
          ...{ at: "now" as never, expectedVersion: -1, winnerTeamId: 1.5 },
        }),
      ["at", "expectedVersion", "gameId", "winnerTeamId"],
    ],
    [
      "an option that it does not know",
      () => lifeCycle.pauseGame(answeringExecutor(), sampleGameId, { expectedversion: 3 } as never),
      ["expectedversion"],
    ],
    [
      "options that are none",
      () => lifeCycle.abandonGame(answeringExecutor(), sampleGameId, 7 as never),
      [""],
    ],
    [
      "options that are null",
      () => lifeCycle.startGame(answeringExecutor(), sampleGameId, null as never),
      [""],
    ],
  ];
  test.each(wrong)("refuses %s", async (_, call, fields) => {
    const { issues } = (await rejectionOf(call())) as ValidationError;
    expect(issues.map(({ field }) => field).toSorted()).toEqual(fields);
  });
});
