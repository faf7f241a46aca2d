import { expect, test } from "vitest";
import { TransactionState } from "../../../src/session/transaction-state.js";

test("a rollback to a savepoint that arrives after the end does not make the transaction active again", () => {
  const state = new TransactionState();
  state.begun();
  state.ended("rolledBack");
  state.recoveredToSavepoint();
  expect(state.current).toBe("rolledBack");
  expect(state.isRunning).toBe(false);
});
