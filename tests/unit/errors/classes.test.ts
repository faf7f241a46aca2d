import { describe, expect, test, vi } from "vitest";
import * as errors from "../../../src/errors/errors.js";

type ErrorClass = new (message: string, options?: errors.DugoutErrorOptions) => errors.DugoutError;

const classes = Object.entries(errors).filter(
  ([name, exported]) => name.endsWith("Error") && exported !== errors.DugoutError,
) as [string, ErrorClass][];

function make(ErrorClass: ErrorClass, options?: errors.DugoutErrorOptions): errors.DugoutError {
  if ((ErrorClass as unknown) === errors.ValidationError)
    return new errors.ValidationError("The play", [{ field: "inning", message: "is missing" }], options);
  return new ErrorClass("It happened.", options);
}

/** The errors after which the same work may be repeated without reading first. */
const retryable = [
  "ConnectionFailedError",
  "ConnectionLostError",
  "DeadlockError",
  "PoolExhaustedError",
  "SerializationFailureError",
  "ServerReadOnlyError",
  "ShardMovedError",
  "StatementOutdatedError",
];

test("there are errors in every family", () => {
  expect(classes.length).toBeGreaterThanOrEqual(25);
});

test("isRetryable knows the errors of another copy of the package in the same process", async () => {
  vi.resetModules();
  const copy: typeof errors = await import("../../../src/errors/errors.js");
  const foreign = new copy.DeadlockError("It happened.");
  expect(foreign).not.toBeInstanceOf(errors.DugoutError);
  expect(errors.isRetryable(foreign)).toBe(true);
  expect(errors.isRetryable(new copy.GameNotFoundError("It happened."))).toBe(false);
});

test("no two classes have the same code", () => {
  const codes = classes.map(([, ErrorClass]) => make(ErrorClass).code);
  expect(codes.toSorted()).toEqual([...new Set(codes)].toSorted());
});

describe.each(classes)("%s", (name, ErrorClass) => {
  test("is a DugoutError and an Error, under its own name", () => {
    const error = make(ErrorClass);
    expect(error).toBeInstanceOf(errors.DugoutError);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
    expect(String(error)).toBe(`${name}: ${error.message}`);
    expect(error.stack).toContain(name);
  });

  test("has the code that corresponds to its name", () => {
    const words = name.replace(/Error$/, "").replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`);
    expect(make(ErrorClass).code).toBe(words.toUpperCase());
  });

  test("has the cause and details that it is given, and none otherwise", () => {
    const cause = new TypeError("raw");
    expect(make(ErrorClass, { cause, details: { gameId: "g" } })).toMatchObject({
      cause,
      details: { gameId: "g" },
    });
    expect(make(ErrorClass).details).toEqual({});
    expect("cause" in make(ErrorClass)).toBe(false);
  });

  test(`is ${retryable.includes(name) ? "" : "not "}retryable`, () => {
    expect(errors.isRetryable(make(ErrorClass))).toBe(retryable.includes(name));
  });
});

test("every name in the list of retryable errors is a class", () => {
  expect(retryable.filter((name) => !classes.some(([present]) => present === name))).toEqual([]);
});

test("an error of another library is not retryable", () => {
  const pretender = Object.assign(new Error("x"), { retryable: true, code: "DEADLOCK" });
  for (const other of [pretender, null, undefined, "DEADLOCK", { retryable: true }])
    expect(errors.isRetryable(other)).toBe(false);
});
