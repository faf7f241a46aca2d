import { describe, expect, test, vi } from "vitest";
import type { Connection, ConnectionPool, WireQuery } from "../../../src/connection/connection.js";
import { parseDatabaseUrl } from "../../../src/connection/url.js";
import { TransactionAbortedError } from "../../../src/errors/errors.js";
import { readsSender } from "../../../src/session/autocommit.js";
import { Database } from "../../../src/session/database.js";
import type { Statement } from "../../../src/statements/statement.js";
import { rejectionOf } from "../../support/sample-inputs.js";

const url = "postgresql://umpire@db/league";
const insert = {
  ...{ name: "savePlay", access: "write", isPrepared: true, text: "insert", columns: [] },
  ...{ encode: () => [], decode: (row: readonly unknown[]) => row },
} as unknown as Statement<object, readonly unknown[]>;
const refused = new Error("refused");

/** A connection that answers each statement with its command's tag by default. */
function connectionThat(answers: Readonly<Record<string, string | Error>> = {}) {
  const sent: string[] = [];
  const send = async ({ text }: WireQuery) => {
    sent.push(text);
    const word = text.split(/\W/, 1)[0] ?? "";
    const answer = answers[word] ?? word.toUpperCase();
    // The answers come after everything was sent, as on a wire.
    await new Promise(setImmediate);
    if (answer instanceof Error) throw answer;
    return { command: answer, rowCount: 1, rows: [[word]], fields: [] };
  };
  return { sent, connection: { send, release() {} } as unknown as Connection };
}

/** Runs a statement on a database whose pool has this one connection. */
const sendTo = (parameters: string) => (connection: Connection) => {
  const settings = parseDatabaseUrl(`${url}?${parameters}`);
  const pool = { settings, acquire: async () => connection } as unknown as ConnectionPool;
  return Database.over(pool).execute(insert, {});
};
const pooled = sendTo("prepare=false");
const failureOf = async (call: Promise<unknown>) => ((await rejectionOf(call)) as Error).cause;

test.each(["", "statement_timeout=5"])(
  "if connections have their settings from the beginning, with %j, a statement is sent alone",
  async (parameters) => {
    const { sent, connection } = connectionThat();
    expect(await sendTo(parameters)(connection)).toEqual([["insert"]]);
    expect(sent).toEqual(["insert"]);
  },
);

test("behind a pooler it is sent between a BEGIN with the settings and a COMMIT, without waiting for an answer", async () => {
  const { sent, connection } = connectionThat();
  const answering = sendTo("prepare=false&statement_timeout=5s&lock_timeout=7")(connection);
  await vi.waitUntil(() => sent.length > 0);
  expect(sent.slice(1)).toEqual(["insert", "commit"]);
  expect(sent[0]).toMatch(/^begin isolation level read committed; select set_config\([^;]*$/);
  for (const [name, value] of Object.entries({
    statement_timeout: "5000",
    lock_timeout: "7",
    idle_in_transaction_session_timeout: "60000",
    datestyle: "ISO, MDY",
  })) {
    expect(sent[0]).toContain(`set_config(e'${name}', e'${value}', true)`);
  }
  expect(await answering).toEqual([["insert"]]);
});

test("a failed statement fails with its own error", async () => {
  const { connection } = connectionThat({ insert: refused, commit: "ROLLBACK" });
  expect(await failureOf(pooled(connection))).toBe(refused);
});

test("a statement that fails because BEGIN failed has BEGIN's error", async () => {
  const { connection } = connectionThat({ begin: refused, insert: new Error("aborted"), commit: "ROLLBACK" });
  expect(await failureOf(pooled(connection))).toBe(refused);
});

test("a statement that succeeded although BEGIN failed was committed by itself", async () => {
  const { connection } = connectionThat({ begin: refused });
  expect(await pooled(connection)).toEqual([["insert"]]);
});

test("a COMMIT that fails is the statement's failure", async () => {
  const { connection } = connectionThat({ commit: refused });
  expect(await failureOf(pooled(connection))).toBe(refused);
});

test("a COMMIT that is answered with ROLLBACK is not a success", async () => {
  const { connection } = connectionThat({ commit: "ROLLBACK" });
  expect(await rejectionOf(pooled(connection))).toBeInstanceOf(TransactionAbortedError);
});

describe("reads that belong together", () => {
  const reads: WireQuery[] = [{ text: "select 1" }, { text: "table plays" }];
  const sendReads = (parameters: string) => readsSender(parseDatabaseUrl(`${url}?${parameters}`));

  test("are sent unchanged, without waiting for each other", async () => {
    const { sent, connection } = connectionThat();
    const answering = sendReads("")(connection, reads);
    expect(sent).toEqual(["select 1", "table plays"]);
    expect((await answering).map(({ rows }) => rows)).toEqual([[["select"]], [["table"]]]);
  });

  test("are one transaction behind a pooler, and refused when its BEGIN fails", async () => {
    const { sent, connection } = connectionThat();
    expect(await sendReads("prepare=false")(connection, reads)).toHaveLength(2);
    expect(sent.slice(1)).toEqual(["select 1", "table plays", "commit"]);
    const failing = connectionThat({ begin: refused });
    expect(await rejectionOf(sendReads("prepare=false")(failing.connection, reads))).toBe(refused);
  });

  test("end together when one of them loses the connection", async () => {
    let destroyed = 0;
    const lost = new Error("lost");
    const { connection } = connectionThat({ select: lost });
    Object.assign(connection, { lost, destroy: () => (destroyed += 1) });
    expect(await rejectionOf(sendReads("")(connection, reads))).toBe(lost);
    expect(destroyed).toBe(1);
  });
});
