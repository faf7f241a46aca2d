import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { isTime } from "../../../src/adapters/adapter-values.js";
import { JoinedTransaction, partsOf, valuesBetween } from "../../../src/adapters/joined-transaction.js";
import { createGameSession } from "../../../src/statements/game-session-statements.js";
import { type GameStateValues, updateGameState } from "../../../src/statements/game-statements.js";
import { databaseError } from "../../support/database-errors.js";
import { statements } from "../../support/statements.js";

const state: Omit<GameStateValues, "inning"> = {
  ...{ gameId: "g", half: "top", homeScore: 0, awayScore: 0 },
  ...{ status: null, winnerTeamId: null, startedAt: null, completedAt: null },
};
const changes = (executor: JoinedTransaction) =>
  [1, 2, 3].map((inning) => executor.execute(updateGameState, { ...state, inning, expectedVersion: null }));

/** A library that answers later calls earlier, and records what it does. */
function noting() {
  const notes: string[] = [];
  const send = async (_: unknown, values: unknown[]) => {
    const call = Number(values.find((value) => typeof value === "number"));
    notes.push(`sent ${call}`);
    for (let turns = 4; turns > call; turns -= 1) await turn();
    notes.push(`answered ${call}`);
    return [{ state_version: call }];
  };
  return { notes, send };
}

test("calls wait for each other if the library does not keep their order", async () => {
  const { notes, send } = noting();
  const versions = await Promise.all(changes(new JoinedTransaction(send)));
  expect(versions.flat().map(({ stateVersion }) => stateVersion)).toEqual([1, 2, 3]);
  expect(notes).toEqual([1, 2, 3].flatMap((call) => [`sent ${call}`, `answered ${call}`]));
});

test("calls are sent immediately if the library keeps their order", async () => {
  const { notes, send } = noting();
  const calls = changes(new JoinedTransaction(send, { queues: true }));
  expect(notes).toEqual(["sent 1", "sent 2", "sent 3"]);
  await Promise.all(calls);
});

test("a call that fails does not hold up the next", async () => {
  let calls = 0;
  const executor = new JoinedTransaction(async () => {
    calls += 1;
    if (calls === 1) throw new Error("no");
    return [{ state_version: "7" }];
  });
  const [first, second] = await Promise.allSettled(changes(executor));
  expect(first).toMatchObject({ status: "rejected", reason: { code: "STATEMENT_FAILED" } });
  expect(second).toEqual({ status: "fulfilled", value: [{ stateVersion: 7 }] });
});

test("after a success the transaction continues, and an earlier failure is not the cause of later ones", async () => {
  const answers = ["40001", "25P02", "fine", "40P01", "25P02", "25P02"];
  const executor = new JoinedTransaction(async () => {
    const code = answers.shift();
    if (code === "fine") return [{ state_version: 1 }];
    throw databaseError({ code: code as string });
  });
  const inTurn = await Promise.allSettled([...changes(executor), ...changes(executor)]);
  const reasons = inTurn.map((call) => (call.status === "rejected" ? call.reason : undefined));
  const codes = reasons.map((reason) => reason?.code);
  expect(codes).toEqual([
    "SERIALIZATION_FAILURE",
    "TRANSACTION_ABORTED",
    undefined,
    "DEADLOCK",
    "TRANSACTION_ABORTED",
    "TRANSACTION_ABORTED",
  ]);
  expect(reasons[1].cause).toBe(reasons[0]);
  expect([reasons[4].cause, reasons[5].cause]).toEqual([reasons[3], reasons[3]]);
});

test("every statement can be joined again from its parts and values", () => {
  for (const { name, text, columns } of statements) {
    const statement = { name, text, columns };
    const numbers = Array.from({ length: 200 }, (_, index) => `$${index + 1}`);
    const between = valuesBetween(statement, numbers);
    const parts = partsOf(statement);
    expect(between).toHaveLength(parts.length - 1);
    expect(parts.reduce((left, right, index) => `${left}${between[index - 1]}${right}`)).toBe(text);
  }
});

test("a statement with times can be wrapped in another", () => {
  expect(createGameSession.columns.some(isTime)).toBe(true);
  for (const { text, columns } of statements.filter((statement) => statement.columns.some(isTime))) {
    expect(text).not.toMatch(/^with/i);
    expect(columns.length).toBeGreaterThan(1);
  }
});
