import pg from "pg";
import { expect, test } from "vitest";
import type { Connection, WireQuery, WireResult } from "../../../src/connection/connection.js";
import { markValueError } from "../../../src/connection/driver-errors.js";
import {
  CommitOutcomeUnknownError,
  ConnectionLostError,
  SerializationFailureError,
  TransactionAbortedError,
} from "../../../src/errors/errors.js";
import { Transaction } from "../../../src/session/transaction.js";
import { rejectionOf } from "../../support/sample-inputs.js";

/** Settles an answer as the test says, or succeeds with the command's tag. */
type Answer = string | Error | undefined;

/** A connection that has been asked to begin a transaction and to run an UPDATE, and has done both. */
async function begunTransaction(answers: Readonly<Record<string, Answer>> = {}) {
  const sent: string[] = [];
  let unanswered = 0;
  const connection = {
    lost: undefined as Error | undefined,
    requests: 0,
    get isBusy() {
      return unanswered > 0;
    },
    async send({ text }: WireQuery): Promise<WireResult> {
      const answer = answers[text] ?? text.toUpperCase();
      if (answer instanceof Error && markedErrors.has(answer)) throw answer;
      sent.push(text);
      unanswered += 1;
      // The answers come after everything was sent, as on a wire.
      await new Promise(setImmediate);
      unanswered -= 1;
      if (answer === lost.message) connection.lost = lost;
      if (connection.lost !== undefined) throw connection.lost;
      if (answer instanceof Error) throw answer;
      return { command: answer, rowCount: 1, rows: [[text]], fields: [] };
    },
    release() {},
    invalidatePool() {},
  };
  const plan = { begin: "begin", answerTimeout: undefined, isReadOnly: false, signal: undefined };
  const outcomes: string[] = [];
  const transaction = new Transaction(connection as unknown as Connection, plan, (outcome) =>
    outcomes.push(outcome),
  );
  await transaction.send({ text: "update" }, "recordPlay");
  sent.length = 0;
  const sendLast = () => transaction.sendWithCommit({ text: "insert" }, "recordPlay", {});
  return { transaction, sent, outcomes, sendLast };
}

const lost = new Error("lost");
const markedErrors = new WeakSet<Error>();
const unsendable = () => {
  const error = markValueError(new TypeError("no value for the wire"));
  markedErrors.add(error);
  return error;
};
const refused = (code: string) => Object.assign(new pg.DatabaseError("refused", 7, "error"), { code });

test("the last statement and COMMIT are sent together, and the transaction is then committed", async () => {
  const { transaction, sent, outcomes, sendLast } = await begunTransaction();
  const answering = sendLast();
  expect(sent).toEqual(["insert", "commit"]);
  expect((await answering).rows).toEqual([["insert"]]);
  await transaction.commit();
  await transaction.rollback();
  expect(sent).toEqual(["insert", "commit"]);
  expect(outcomes).toEqual(["committed"]);
});

test("a last statement that fails has its own error, and nothing is committed", async () => {
  const { transaction, outcomes, sendLast } = await begunTransaction({
    insert: refused("40001"),
    commit: "ROLLBACK",
  });
  expect(await rejectionOf(sendLast())).toBeInstanceOf(SerializationFailureError);
  await transaction.rollback();
  expect(outcomes).toEqual(["rolledBack"]);
  expect(transaction.state.lostToConflict).toBe(true);
});

test("a server that ends before the last statement is done has not committed", async () => {
  const { sendLast } = await begunTransaction({ insert: refused("57P01"), commit: lost.message });
  expect(await rejectionOf(sendLast())).toBeInstanceOf(ConnectionLostError);
});

test("a connection lost before the last statement is answered leaves the outcome unknown", async () => {
  const { transaction, outcomes, sendLast } = await begunTransaction({ insert: lost.message });
  expect(await rejectionOf(sendLast())).toBeInstanceOf(CommitOutcomeUnknownError);
  await transaction.rollback();
  expect(outcomes).toEqual(["unknown"]);
});

test("a connection lost between the last statement and COMMIT leaves the outcome unknown", async () => {
  const { outcomes, sendLast } = await begunTransaction({ commit: lost.message });
  expect(await rejectionOf(sendLast())).toBeInstanceOf(CommitOutcomeUnknownError);
  expect(outcomes).toEqual(["unknown"]);
});

test("a COMMIT that is answered with ROLLBACK is not believed", async () => {
  const { outcomes, sendLast } = await begunTransaction({ commit: "ROLLBACK" });
  expect(await rejectionOf(sendLast())).toBeInstanceOf(TransactionAbortedError);
  expect(outcomes).toEqual(["rolledBack"]);
});

test("no COMMIT follows a statement whose values cannot be sent", async () => {
  const error = unsendable();
  const { transaction, sent, outcomes, sendLast } = await begunTransaction({ insert: error });
  expect(await rejectionOf(sendLast())).toBe(error);
  expect(sent).toEqual([]);
  await transaction.rollback();
  expect(sent).toEqual(["rollback"]);
  expect(outcomes).toEqual(["rolledBack"]);
});
