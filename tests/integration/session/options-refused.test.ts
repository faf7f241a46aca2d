import { describe, expect, test } from "vitest";
import {
  ConfigurationError,
  type SessionOptions,
  type TransactionOptions,
  withSignal,
} from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { refusalOf } from "../../support/refusals.js";
import { countStatements } from "../../support/statement-counter.js";

const at = onServer();

const nonsense = [
  { isolation: "read uncommitted" },
  { isolation: "READ COMMITTED" },
  { isolation: "serializable; drop table games" },
  { isolation: "" },
  { isolation: null },
  { statementTimeout: -1 },
  { statementTimeout: 0.5 },
  { statementTimeout: Number.NaN },
  { statementTimeout: Number.POSITIVE_INFINITY },
  { statementTimeout: 2 ** 31 },
  { statementTimeout: "100" },
  { lockTimeout: -1 },
  { lockTimeout: "1; commit" },
  { idleTimeout: 1.5 },
  { idleTimeout: null },
] as unknown as SessionOptions[];

const nonsensicalAttempts = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "3", null].map((attempts) => ({
  attempts,
})) as unknown as TransactionOptions[];

/** Makes a call, and proves that it neither took a connection nor sent anything. */
async function refusedUnsent(call: () => Promise<unknown>) {
  const { database } = at();
  const { idle } = database.figures;
  using counter = countStatements();
  const refusing = refusalOf(call());
  expect(database.figures.idle).toBe(idle);
  expect(await refusing).toBeInstanceOf(ConfigurationError);
  expect(counter.sent).toEqual([]);
  return refusing;
}

test.each([null, {}, { aborted: true }, "abort", new AbortController()])(
  "a signal that cannot abort, %o, is refused before a connection is taken",
  async (signal) => {
    const options = { signal } as unknown as SessionOptions;
    await refusedUnsent(() => at().database.session(options));
    await refusedUnsent(() => at().database.transaction(async () => {}, options));
    expect(() => withSignal(at().database, options.signal as AbortSignal)).toThrow(ConfigurationError);
  },
);

describe.each(nonsense)("the options %o", (options) => {
  const [value] = Object.values(options);

  test("are refused by session(), which says what is wrong, before a connection is taken", async () => {
    const refusal = await refusedUnsent(() => at().database.session(options));
    expect(refusal.message).toContain(String(value));
  });

  test("are refused by transaction(), whose callback is not called", async () => {
    let calls = 0;
    await refusedUnsent(() => at().database.transaction(async () => calls++, options));
    expect(calls).toBe(0);
  });
});

test.each(nonsensicalAttempts)(
  "transaction() refuses %o, and does not call its callback",
  async (options) => {
    let calls = 0;
    const refusal = await refusedUnsent(() => at().database.transaction(async () => calls++, options));
    expect(refusal.message).toContain("attempts");
    expect(calls).toBe(0);
  },
);
