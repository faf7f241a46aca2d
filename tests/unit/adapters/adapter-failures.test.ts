import { DrizzleQueryError } from "drizzle-orm/errors";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { translateForeignFailure } from "../../../src/adapters/adapter-failures.js";
import {
  ConnectionLostError,
  GameExistsError,
  GameNotFoundError,
  IdentifierOutOfRangeError,
  SerializationFailureError,
  StatementFailedError,
  TransactionAbortedError,
} from "../../../src/errors/errors.js";
import { databaseError } from "../../support/database-errors.js";

const gameId = "01920000-0000-7000-8000-000000000001";
const translate = (error: unknown, earlier?: GameExistsError) =>
  translateForeignFailure(error, { name: "createGame", values: { id: gameId }, earlier });

const taken = databaseError({ code: "23505", constraint: "games_pkey" });
const aborted = databaseError({ code: "25P02" });
/** An error as of another copy of pg: the same fields, but another class. */
const foreign = (fields: object) => Object.assign(new Error("raw words"), fields);

describe("the server's error is found", () => {
  test.each<[where: string, error: unknown]>([
    ["in the driver's own error", taken],
    ["in that of another copy of the driver", foreign({ ...taken, code: "23505" })],
    ["behind Drizzle's", new DrizzleQueryError("insert …", [1], taken)],
    ["behind two others", new Error("one", { cause: new Error("two", { cause: taken }) })],
    ["in postgres.js", foreign({ code: "23505", severity: "ERROR", constraint_name: "games_pkey" })],
    [
      "in the message alone",
      Object.assign(new Error('duplicate key value violates unique constraint "games_pkey"'), {
        code: "23505",
      }),
    ],
  ])("%s", (_, error) => {
    const failure = translate(error);
    expect(failure).toBeInstanceOf(GameExistsError);
    expect(failure.details).toEqual({ id: gameId });
    expect(failure.cause).toBeInstanceOf(pg.DatabaseError);
  });

  test("the library's own error stays reachable as a cause", () => {
    const error = foreign({ code: "40001" });
    const failure = translate(error);
    expect(failure).toBeInstanceOf(SerializationFailureError);
    expect((failure.cause as Error).cause).toBe(error);
  });

  test("a DugoutError that comes back is rethrown unchanged", () => {
    const ours = new IdentifierOutOfRangeError("too large");
    expect(translate(ours)).toBe(ours);
  });
});

describe("in a failed transaction", () => {
  test("the first failure is the cause", () => {
    const first = new GameExistsError("first");
    const failure = translate(new DrizzleQueryError("select", [], aborted), first);
    expect(failure).toBeInstanceOf(TransactionAbortedError);
    expect(failure.cause).toBe(first);
    expect(failure.message).toContain("first");
  });

  test("the server's error is the cause if the failure was not Dugout's", () => {
    expect(translate(aborted)).toMatchObject({ code: "TRANSACTION_ABORTED", cause: aborted });
  });
});

describe("without an error from the server", () => {
  test.each<[what: string, error: unknown]>([
    ["pg's loss", new Error("Connection terminated unexpectedly")],
    ["pg's client after it", new Error("Client has encountered a connection error and is not queryable")],
    ["a socket's end", foreign({ code: "EPIPE" })],
    ["a reset", new DrizzleQueryError("select", [], foreign({ code: "ECONNRESET" }) as Error)],
    ["postgres.js's", foreign({ code: "CONNECTION_CLOSED" })],
    ["Prisma's", foreign({ code: "P1017" })],
    ["the server's own end", foreign({ code: "57P01" })],
  ])("%s is a lost connection", (_, error) => {
    expect(translate(error)).toBeInstanceOf(ConnectionLostError);
  });

  test.each([
    new TypeError("x is not a function"),
    foreign({ code: "P2010" }),
    foreign({ code: "EPERM" }),
    "text",
    undefined,
  ])("%s is a statement that failed, with the cause", (error) => {
    const failure = translate(error);
    expect(failure).toBeInstanceOf(StatementFailedError);
    expect(failure.cause).toBe(error);
  });
});

test("an SQLSTATE class without a special meaning is a StatementFailedError", () => {
  expect(translate(databaseError({ code: "42601" }))).toBeInstanceOf(StatementFailedError);
  expect(translate(databaseError({ code: "23503", constraint: "plays_game_fkey" }))).toBeInstanceOf(
    GameNotFoundError,
  );
});
