import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AnswerTimeouts } from "../../../src/connection/pg-connection.js";

let failures: string[];
let timeouts: AnswerTimeouts;

beforeEach(() => {
  vi.useFakeTimers();
  failures = [];
  timeouts = new AnswerTimeouts(({ message }) => failures.push(message));
});
afterEach(() => vi.useRealTimers());

const answer = () => timeouts.answered(1);
const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

it("limits the first of several statements like a single one", () => {
  for (let count = 0; count < 4; count += 1) timeouts.sent(500);
  pass(499);
  expect(failures).toEqual([]);
  pass(1);
  expect(failures).toEqual(["no answer came within 500 ms"]);
});

it("counts a statement's limit from when all before it are answered", () => {
  for (let count = 0; count < 4; count += 1) timeouts.sent(500);
  for (let count = 0; count < 4; count += 1) {
    pass(499);
    answer();
  }
  pass(10_000);
  expect(failures).toEqual([]);
});

it("applies each statement's own limit", () => {
  timeouts.sent(0);
  timeouts.sent(100);
  pass(1_000_000);
  answer();
  pass(99);
  expect(failures).toEqual([]);
  pass(1);
  expect(failures).toEqual(["no answer came within 100 ms"]);
});

it("starts again for a statement that is sent when none is unanswered", () => {
  timeouts.sent(100);
  pass(99);
  answer();
  pass(1_000);
  timeouts.sent(100);
  pass(99);
  expect(failures).toEqual([]);
});

it("removes statements that will never be answered", () => {
  for (let count = 0; count < 3; count += 1) timeouts.sent(100);
  timeouts.answered(3);
  pass(1_000);
  expect(failures).toEqual([]);
});

it("waits longer than a timer can count without failing at once", () => {
  timeouts.sent(2 ** 31 + 4_000);
  pass(60_000);
  expect(failures).toEqual([]);
});
