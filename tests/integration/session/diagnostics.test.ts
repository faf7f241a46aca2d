import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DatabaseOperations, SerializationFailureError } from "../../../src/index.js";
import { openFullPool } from "../../support/full-pool.js";
import { newGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { fail, query, queryAlone } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { until } from "../../support/server-activity.js";

const at = serverDatabase();
const names = ["statement", "transaction", "retry", "pool-wait", "connection-lost"] as const;
type Published = { readonly channel: string; readonly event: Record<string, unknown> };

let published: Published[] = [];
const listeners = names.map(
  (name) =>
    [
      `dugout:${name}`,
      (event: unknown) => published.push({ channel: name, event: event as Published["event"] }),
    ] as const,
);
beforeEach(() => {
  published = [];
  for (const [channel, listener] of listeners) subscribe(channel, listener);
});
afterEach(() => {
  for (const [channel, listener] of listeners) unsubscribe(channel, listener);
});
const eventsOf = (channel: (typeof names)[number]) =>
  published.filter((one) => one.channel === channel).map(({ event }) => event);

const secret = "S3CR3T-VALUE";

test("statements, transactions, retries, waits and losses are published, with names and times and never a value", async () => {
  await using database = await at().open({ poolSize: 2, applicationName: "diagnosed" });
  await using elsewhere = await at().open();
  const began = performance.timeOrigin + performance.now();
  const { id } = await new DatabaseOperations(database).createGame(newGame({ metadata: { secret } }));
  await database.transaction(async (session) => {
    await new DatabaseOperations(session).getPlays(id);
    await query(session, `select '${secret}'`);
  });
  await refusalOf(database.transaction((session) => query(session, `select '${secret}'::int`)));
  let attempts = 0;
  await database.transaction(async () => {
    attempts += 1;
    if (attempts === 1) {
      const given = await refusalOf(
        database.transaction(
          async (other) => {
            await query(other, "do $$ begin raise sqlstate '40001' using message = 'S3CR3T-VALUE'; end $$");
          },
          { attempts: 1 },
        ),
      );
      expect(given).toBeInstanceOf(SerializationFailureError);
    }
  });
  let tries = 0;
  await database.transaction(async (session) => {
    tries += 1;
    if (tries === 1)
      await query(session, "do $$ begin raise sqlstate '40001' using message = 'S3CR3T-VALUE'; end $$");
  });
  await refusalOf(
    database.transaction((session) => query(session, "select pg_terminate_backend(pg_backend_pid())")),
  );
  await queryAlone(
    elsewhere,
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'diagnosed'",
  );
  await until("the loss of an idle connection is published", () => eventsOf("connection-lost").length >= 2);

  expect(eventsOf("statement")).toContainEqual(
    expect.objectContaining({ name: "createGame", inTransaction: false, errorCode: undefined }),
  );
  expect(eventsOf("statement")).toContainEqual(
    expect.objectContaining({ name: "getPlays", inTransaction: true, errorCode: undefined }),
  );
  expect(eventsOf("statement")).toContainEqual(
    expect.objectContaining({ name: "run", inTransaction: true, errorCode: "DATA_REFUSED" }),
  );
  expect(eventsOf("transaction")).toContainEqual(
    expect.objectContaining({ outcome: "committed", statements: 2 }),
  );
  expect(eventsOf("transaction")).toContainEqual(
    expect.objectContaining({ outcome: "rolledBack", statements: 1 }),
  );
  expect(eventsOf("retry")).toEqual([
    { attempt: 1, errorCode: "SERIALIZATION_FAILURE", pause: expect.any(Number) },
  ]);
  expect(eventsOf("pool-wait")).toContainEqual(
    expect.objectContaining({ name: "session", errorCode: undefined }),
  );
  expect(eventsOf("connection-lost")).toContainEqual({ at: expect.any(Number), errorCode: "57P01" });
  for (const channel of ["statement", "transaction", "pool-wait"] as const) {
    for (const { startedAt, duration } of eventsOf(channel)) {
      expect(startedAt).toBeGreaterThanOrEqual(began);
      expect(duration).toBeGreaterThanOrEqual(0);
    }
  }
  const text = JSON.stringify(published);
  for (const value of [secret, id, "select"]) expect(text).not.toContain(value);
});

test("a wait for a connection that times out is published", async () => {
  await using database = await openFullPool(() => at().open({ poolSize: 1, connectTimeout: 500 }));
  await using _holder = await database.session();
  await refusalOf(new DatabaseOperations(database).createGame(newGame()));
  expect(eventsOf("pool-wait")).toContainEqual(
    expect.objectContaining({ name: "createGame", errorCode: "POOL_EXHAUSTED" }),
  );
});

test("a subscriber sees the caller's failure, and the caller sees it unchanged", async () => {
  await using database = await at().open();
  const refusal = await refusalOf(database.transaction((session) => fail(session)));
  expect(eventsOf("statement").at(-1)).toMatchObject({ name: "run", errorCode: refusal.code });
});
