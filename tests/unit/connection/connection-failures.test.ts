import { inspect } from "node:util";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { acquireTimeoutError, connectFailure } from "../../../src/connection/connection-failures.js";
import { parseDatabaseUrl } from "../../../src/connection/url.js";
import { ConnectionFailedError, isRetryable, PoolExhaustedError } from "../../../src/errors/errors.js";

const password = "correcthorsebattery";
const settings = parseDatabaseUrl(`postgresql://umpire:${password}@db:5433/league`, {
  connectTimeout: 1234,
  poolSize: 7,
});
const figures = { open: 7, idle: 0, waiting: 3, limit: 7 };
const explain = (error: unknown) => connectFailure(error, settings);
const noneIn = (open: number, failure?: unknown) =>
  acquireTimeoutError(failure, settings, { ...figures, open });

const withCode = (code: string, message = "raw words") => Object.assign(new Error(message), { code });
const refused = (code: string) =>
  Object.assign(new pg.DatabaseError("raw words", 10, "error"), { code, severity: "FATAL" });

test.each([
  ["ECONNREFUSED", /nothing listens there.*host and port/],
  ["ENOENT", /no such socket/],
  ["ENOTFOUND", /host name is not known/],
  ["EAI_AGAIN", /could not be looked up/],
  ["EHOSTUNREACH", /host cannot be reached/],
  ["ENETUNREACH", /network cannot be reached/],
  ["ETIMEDOUT", /did not answer in time/],
  ["ECONNRESET", /closed the connection/],
])("%s is explained", (code, words) => {
  const cause = withCode(code);
  const failure = explain(cause);
  expect(failure).toBeInstanceOf(ConnectionFailedError);
  expect(failure.message).toMatch(words);
  expect(failure.message).toContain("postgresql://umpire@db:5433/league");
  expect(failure.cause).toBe(cause);
});

test.each([
  ["28P01", /user or password is wrong/],
  ["28000", /does not accept this user/],
  ["3D000", /no database of that name/],
  ["53300", /no connection left.*pool_size/],
  ["57P03", /starting up or shutting down/],
])("PostgreSQL's %s is explained", (code, words) => {
  expect(explain(refused(code))).toBeInstanceOf(ConnectionFailedError);
  expect(explain(refused(code)).message).toMatch(words);
});

test.each([
  ["unsupported startup parameter: statement_timeout", "statement_timeout"],
  ["unsupported startup parameter in options: jit", "jit"],
  ["unsupported startup parameter in options: search_path", "search_path"],
])("a pooler's %j is explained by what to add", (message, name) => {
  const cause = Object.assign(refused("08P01"), { message });
  expect(explain(cause).message).toMatch(
    new RegExp(`a pooler .* refuses ${name}: add prepare=false to the URL\\.$`),
  );
});

test("an unknown reason is quoted, with one full stop", () => {
  expect(explain(withCode("EWHATEVER", "the roof is open.")).message).toMatch(/league: the roof is open\.$/);
  expect(explain(refused("XX000")).message).toMatch(/league: raw words\.$/);
});

test("a failure of several addresses is explained by the first", () => {
  const cause = new AggregateError([withCode("ECONNREFUSED"), withCode("ENETUNREACH")], "");
  expect(explain(cause).message).toMatch(/nothing listens there/);
});

test("a failure without a message still has a reason", () => {
  expect(explain(new Error("")).message).toMatch(/the reason is not known\.$/);
});

test.each(["timeout expired", "Connection terminated due to connection timeout"])(
  "the driver's %j is explained with the time limit",
  (message) => {
    expect(explain(new Error(message))).toBeInstanceOf(ConnectionFailedError);
    expect(explain(new Error(message)).message).toContain("did not answer within 1234 ms");
  },
);

describe("a pool that has no connection free", () => {
  const failure = noneIn(7);

  test("is a PoolExhaustedError with the pool's size, its figures, and what to do", () => {
    expect(failure).toBeInstanceOf(PoolExhaustedError);
    expect(failure.message).toMatch(/within 1234 ms: all 7 are in use.*raise pool_size/);
    expect(failure).toMatchObject({ details: { ...figures, target: "postgresql://umpire@db:5433/league" } });
  });

  test("says why no further connection could be opened, if there is a reason", () => {
    expect(noneIn(3, refused("53300"))).toBeInstanceOf(ConnectionFailedError);
    expect(noneIn(3, refused("53300")).message).toMatch(/no connection left/);
    expect(noneIn(7, refused("57P03")).message).toMatch(/starting up or shutting down/);
    expect(noneIn(3).message).toContain("did not answer within 1234 ms");
  });
});

test("both failures may be tried again", () => {
  expect(isRetryable(explain(withCode("ECONNREFUSED")))).toBe(true);
  expect(isRetryable(noneIn(7))).toBe(true);
});

test("no failure shows the password", () => {
  for (const cause of [withCode("ECONNREFUSED"), refused("28P01"), new Error("timeout expired")])
    expect(inspect(explain(cause), { depth: 10, showHidden: true })).not.toContain(password);
});
