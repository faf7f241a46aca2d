import { describe, expect, test } from "vitest";
import { markConnectionFatal } from "../../../src/connection/driver-errors.js";
import * as errors from "../../../src/errors/errors.js";
import { type FailedStatement, translateFailure } from "../../../src/session/statement-failures.js";
import { databaseError } from "../../support/database-errors.js";
import { samplePlay } from "../../support/sample-inputs.js";

const values = { ...samplePlay, diceRoll: "6-6" };
const saving: FailedStatement = { name: "savePlay", values, mayHaveCommitted: false };

test.each<[string, string, new (...given: never[]) => errors.DugoutError]>([
  ["40001", "a serialization failure", errors.SerializationFailureError],
  ["40P01", "a deadlock", errors.DeadlockError],
  ["CIINF", "a shard that is being moved", errors.ShardMovedError],
  ["57014", "a cancelled statement", errors.StatementCancelledError],
  ["55P03", "a lock that did not come", errors.StatementCancelledError],
  ["42P01", "a missing table", errors.SchemaMissingError],
  ["42703", "a missing column", errors.SchemaMissingError],
  ["3F000", "a missing schema", errors.SchemaMissingError],
  ["26000", "a prepared statement that is gone", errors.StatementOutdatedError],
  ["22003", "a number out of range", errors.DataRefusedError],
  ["22P05", "a character that cannot be stored", errors.DataRefusedError],
  ["23502", "a missing value", errors.DataRefusedError],
  ["23505", "a constraint of the user's", errors.ConstraintViolationError],
  ["42601", "a syntax error", errors.StatementFailedError],
  ["53100", "a full disk", errors.StatementFailedError],
  ["25006", "a read-only server", errors.ServerReadOnlyError],
])("SQLSTATE %s is %s", (code, _, ErrorClass) => {
  const cause = databaseError({ code, constraint: "users_own" });
  const failure = translateFailure(cause, saving);
  expect(failure).toBeInstanceOf(ErrorClass);
  expect(failure.cause).toBe(cause);
  expect(failure.details).toMatchObject({ gameId: samplePlay.gameId, playNumber: 1 });
});

test("a cached plan that no longer fits is an outdated statement; another 0A000 is a failed one", () => {
  for (const message of [
    "cached plan must not change result type",
    "gecachter Plan darf den Ergebnistyp nicht ändern",
    "キャッシュした実行計画は結果型を変更してはなりません",
  ]) {
    const outdated = databaseError({ code: "0A000", message, routine: "RevalidateCachedQuery" });
    expect(translateFailure(outdated, saving)).toBeInstanceOf(errors.StatementOutdatedError);
  }
  const other = databaseError({ code: "0A000", message: "cannot do that" });
  expect(translateFailure(other, saving)).toBeInstanceOf(errors.StatementFailedError);
});

test("a failed statement has PostgreSQL's message and SQLSTATE", () => {
  const failure = translateFailure(databaseError({ code: "42601", message: "syntax error" }), saving);
  expect(failure.message).toBe("savePlay failed: syntax error.");
  expect(failure.details).toMatchObject({ operation: "savePlay", sqlState: "42601" });
});

function closedBehind(fields: Parameters<typeof databaseError>[0]) {
  const error = databaseError(fields);
  markConnectionFatal(error);
  return error;
}
describe("a worker of a distributed database that is lost during COMMIT", () => {
  const message = "could not commit transaction for shard 102104 on any active node";
  const cause = databaseError({ code: "XX000", message });

  test("is an unknown outcome, for a commit and for a single write", () => {
    for (const name of ["commit", "savePlay"]) {
      const failure = translateFailure(cause, { ...saving, name, mayHaveCommitted: true });
      expect(failure).toBeInstanceOf(errors.CommitOutcomeUnknownError);
      expect(failure.cause).toBe(cause);
    }
  });

  test("is an unknown outcome for every internal error of a COMMIT, and if the coordinator itself ended in the meantime", () => {
    const other = databaseError({ code: "XX000", message: "cache lookup failed" });
    // All routines that wait report this message.
    const ended = databaseError({
      code: "XX000",
      routine: "ProcessWaitEvents",
      message: "postmaster was shut down, exiting",
    });
    for (const [name, error] of [
      ["commit", other],
      ["commit", ended],
      ["savePlay", ended],
    ] as const) {
      expect(translateFailure(error, { ...saving, name, mayHaveCommitted: true })).toBeInstanceOf(
        errors.CommitOutcomeUnknownError,
      );
    }
    expect(translateFailure(ended, saving)).toBeInstanceOf(errors.ConnectionLostError);
  });

  test("is an ordinary failure if nothing was to be committed", () => {
    expect(translateFailure(cause, saving)).toBeInstanceOf(errors.StatementFailedError);
    const other = databaseError({ code: "XX000", message: "cache lookup failed" });
    expect(translateFailure(other, { ...saving, mayHaveCommitted: true })).toBeInstanceOf(
      errors.StatementFailedError,
    );
  });
});

describe("a connection that is lost", () => {
  const losses: [string, unknown][] = [
    ["by a FATAL", databaseError({ code: "57P01", severity: "FATAL", message: "terminating connection" })],
    ["by an error behind which the server closed it", closedBehind({ code: "XX000", severity: "ПАНИКА" })],
    [
      "by such an error of a class that others explain",
      closedBehind({ code: "40001", severity: "致命错误" }),
    ],
    ["by the driver's own error", new Error("Connection terminated unexpectedly")],
    ["by a socket error", Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" })],
    ["by something that is no error", "gone"],
  ];

  test.each(losses)("%s, if nothing can have been committed, may be tried again", (_, cause) => {
    const failure = translateFailure(cause, saving);
    expect(failure).toBeInstanceOf(errors.ConnectionLostError);
    expect(failure.cause).toBe(cause);
    expect(errors.isRetryable(failure)).toBe(true);
  });

  test.each(losses)("%s, if the work may be committed, is an unknown outcome", (_, cause) => {
    const failure = translateFailure(cause, { ...saving, mayHaveCommitted: true });
    expect(failure).toBeInstanceOf(errors.CommitOutcomeUnknownError);
    expect(failure.cause).toBe(cause);
    expect(failure.details).toMatchObject({ operation: "savePlay", gameId: samplePlay.gameId });
    expect(errors.isRetryable(failure)).toBe(false);
  });
});

test.each([
  ["German", "FEHLER"],
  ["French", "ERREUR"],
  ["Japanese", "エラー"],
])("a server that speaks %s is understood by its SQLSTATEs", (_, severity) => {
  for (const mayHaveCommitted of [true, false]) {
    const taken = databaseError({ code: "23505", severity, constraint: "lineups_active_slot_key" });
    expect(translateFailure(taken, { ...saving, mayHaveCommitted })).toBeInstanceOf(
      errors.BattingSlotTakenError,
    );
    const deadlock = databaseError({ code: "40P01", severity });
    expect(translateFailure(deadlock, { ...saving, mayHaveCommitted })).toBeInstanceOf(errors.DeadlockError);
  }
});

test("a DugoutError is rethrown unchanged", () => {
  const own = new errors.IdentifierOutOfRangeError("too large");
  expect(translateFailure(own, { ...saving, mayHaveCommitted: true })).toBe(own);
});

test("the error contains no values of a play except its identifiers", () => {
  const play = { ...values, resultDescription: "a long fly to left" };
  for (const code of ["40001", "22003", "42601", "23505"]) {
    const failure = translateFailure(databaseError({ code }), { ...saving, values: play });
    expect(JSON.stringify([failure.message, failure.details])).not.toContain("long fly");
  }
});
