import { describe, expect, test } from "vitest";
import {
  CommitOutcomeUnknownError,
  ConnectionLostError,
  DatabaseOperations,
  DeadlockError,
  GameExistsError,
  SerializationFailureError,
  type Session,
  StatementCancelledError,
  UnsettledOperationsError,
  ValidationError,
} from "../../../src/index.js";
import { newGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { oneValue, query, queryAlone, write } from "../../support/raw-sql.js";
import { serializationConflict } from "../../support/rivals.js";

const at = onServer();

const failures: [
  string,
  (session: Session) => Promise<unknown>,
  abstract new (...given: never[]) => Error,
][] = [
  ["an error of the callback's own", () => Promise.reject(new TypeError("its own")), TypeError],
  [
    "a refused input",
    (session) => new DatabaseOperations(session).createGame(newGame({ homeTeamId: 0.5 })),
    ValidationError,
  ],
  [
    "a unique violation",
    async (session) => {
      const gameId = await write(session);
      await new DatabaseOperations(session).createGame(newGame({ gameId }));
    },
    GameExistsError,
  ],
  [
    "a statement that ran too long",
    async (session) => {
      await query(session, "set local statement_timeout = 20");
      await query(session, "select pg_sleep(20)");
    },
    StatementCancelledError,
  ],
  [
    "a lost connection",
    async (session) => {
      const process = await oneValue(session, "select pg_backend_pid()");
      await queryAlone(at().elsewhere, `select pg_terminate_backend(${process}, 5000)`);
      await write(session);
    },
    ConnectionLostError,
  ],
  ["a forgotten await", async (session) => void write(session), UnsettledOperationsError],
  [
    "a deadlock that the callback only made up",
    () => Promise.reject(new DeadlockError("made up")),
    DeadlockError,
  ],
  [
    "another transaction's serialization failure",
    async () => {
      const conflict = await serializationConflict(at().elsewhere);
      await at().elsewhere.transaction(conflict.fail, { ...conflict.options, attempts: 1 });
    },
    SerializationFailureError,
  ],
  [
    "a commit of unknown outcome, even one whose cause is a serialization failure",
    () =>
      Promise.reject(
        new CommitOutcomeUnknownError("made up", { cause: new SerializationFailureError("made up") }),
      ),
    CommitOutcomeUnknownError,
  ],
];

describe.each(failures)("%s", (_, fail, ErrorClass) => {
  test("is thrown immediately, and the callback is not run again", async () => {
    let attempts = 0;
    const work = at().database.transaction(async (session, attempt) => {
      attempts = attempt;
      await fail(session);
    });
    await expect(work).rejects.toBeInstanceOf(ErrorClass);
    expect(attempts).toBe(1);
  });
});

test("a connection that breaks during COMMIT is an unknown outcome, and the callback is not run again", async () => {
  const { database, elsewhere } = at();
  await queryAlone(
    elsewhere,
    `create function end_myself() returns trigger language plpgsql as
       'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'`,
  );
  await queryAlone(elsewhere, "create table last_words (n int)");
  await queryAlone(
    elsewhere,
    `create constraint trigger ends after insert on last_words deferrable initially deferred
       for each row execute function end_myself()`,
  );
  let attempts = 0;
  const work = database.transaction(async (session) => {
    attempts += 1;
    await query(session, "insert into last_words values (1)");
  });
  await expect(work).rejects.toBeInstanceOf(CommitOutcomeUnknownError);
  expect(attempts).toBe(1);
  await write(database);
});

test("a transaction whose signal has aborted is not run again", async () => {
  const { database, elsewhere } = at();
  const conflict = await serializationConflict(elsewhere);
  const controller = new AbortController();
  let attempts = 0;
  const work = database.transaction(
    async (session) => {
      attempts += 1;
      await conflict.fail(session).finally(() => controller.abort());
    },
    { ...conflict.options, signal: controller.signal },
  );
  await expect(work).rejects.toBeDefined();
  expect(attempts).toBe(1);
});
