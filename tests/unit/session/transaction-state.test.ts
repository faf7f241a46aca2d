import { expect, test } from "vitest";
import { TransactionState } from "../../../src/session/transaction-state.js";

test("a transaction that has ended is not revived by a savepoint that is undone too late", () => {
  const state = new TransactionState();
  state.begun();
  state.ended("rolledBack");
  state.mended();
  expect(state.current).toBe("rolledBack");
  expect(state.isRunning).toBe(false);
});
