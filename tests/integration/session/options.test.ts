import { describe, expect, test } from "vitest";
import { type SessionOptions, StatementFailedError } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { oneValue, query, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";

const at = onServer();

const shown: [SessionOptions, string, string][] = [
  [{ isolation: "read committed" }, "transaction_isolation", "read committed"],
  [{ isolation: "repeatable read" }, "transaction_isolation", "repeatable read"],
  [{ isolation: "serializable" }, "transaction_isolation", "serializable"],
  [{ readOnly: true }, "transaction_read_only", "on"],
  [{ readOnly: false }, "transaction_read_only", "off"],
  [{ deferrable: true }, "transaction_deferrable", "on"],
  [{ deferrable: false }, "transaction_deferrable", "off"],
  [{ statementTimeout: 1234 }, "statement_timeout", "1234ms"],
  [{ statementTimeout: 0 }, "statement_timeout", "0"],
  [{ lockTimeout: 1235 }, "lock_timeout", "1235ms"],
  [{ lockTimeout: 0 }, "lock_timeout", "0"],
  [{ idleTimeout: 1236 }, "idle_in_transaction_session_timeout", "1236ms"],
  [{ idleTimeout: 0 }, "idle_in_transaction_session_timeout", "0"],
];

describe.each(shown)("the option %j", (options, setting, value) => {
  test("reaches the server in a session, and ends with it", async () => {
    const { database } = at();
    const before = await database.transaction((other) => oneValue(other, `show ${setting}`));
    const session = await database.session(options);
    expect(await oneValue(session, `show ${setting}`)).toBe(value);
    const process = await oneValue(session, "select pg_backend_pid()");
    await session.commit();
    await using next = await database.session();
    expect(await oneValue(next, "select pg_backend_pid()")).toBe(process);
    expect(await oneValue(next, `show ${setting}`)).toBe(before);
  });

  test("reaches the server in a transaction, and in each savepoint of it", async () => {
    await at().database.transaction(async (session) => {
      expect(await oneValue(session, `show ${setting}`)).toBe(value);
      await session.savepoint(async (scope) => {
        expect(await oneValue(scope, `show ${setting}`)).toBe(value);
      });
    }, options);
  });
});

test("all options together reach the server in one round trip", async () => {
  const options: SessionOptions = {
    ...{ isolation: "serializable", readOnly: true, deferrable: true },
    ...{ statementTimeout: 5_000, lockTimeout: 4_000, idleTimeout: 3_000 },
  };
  await using session = await at().database.session(options);
  for (const [setting, value] of [
    ["transaction_isolation", "serializable"],
    ["transaction_read_only", "on"],
    ["transaction_deferrable", "on"],
    ["statement_timeout", "5s"],
    ["lock_timeout", "4s"],
    ["idle_in_transaction_session_timeout", "3s"],
  ] as const) {
    expect(await oneValue(session, `show ${setting}`)).toBe(value);
  }
});

test("without options a transaction has the server's defaults", async () => {
  await using session = await at().database.session();
  expect(await oneValue(session, "show transaction_isolation")).toBe("read committed");
  expect(await oneValue(session, "show transaction_read_only")).toBe("off");
});

test("a read-only transaction may read, and does not write", async () => {
  await using session = await at().database.session({ readOnly: true });
  await query(session, "select count(*) from games");
  const refusal = await refusalOf(write(session));
  expect(refusal).toBeInstanceOf(StatementFailedError);
  expect(refusal.details).toMatchObject({ sqlState: "25006" });
});

test("a session's options do not affect other sessions", async () => {
  await using strict = await at().database.session({ isolation: "serializable", readOnly: true });
  await using plain = await at().database.session();
  expect(await oneValue(strict, "show transaction_isolation")).toBe("serializable");
  expect(await oneValue(plain, "show transaction_isolation")).toBe("read committed");
  await write(plain);
});
