import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AnswerWatch } from "../../../src/connection/answer-watch.js";

let failures: string[];
let watch: AnswerWatch;

beforeEach(() => {
  vi.useFakeTimers();
  failures = [];
  watch = new AnswerWatch(({ message }) => failures.push(message));
});
afterEach(() => vi.useRealTimers());

const answer = () => watch.answered(1);
const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

it("waits for the first of several statements as long as for one alone", () => {
  for (let count = 0; count < 4; count += 1) watch.sent(500);
  pass(499);
  expect(failures).toEqual([]);
  pass(1);
  expect(failures).toEqual(["no answer came within 500 ms"]);
});

it("gives each statement its whole limit from the moment when all before it are answered", () => {
  for (let count = 0; count < 4; count += 1) watch.sent(500);
  for (let count = 0; count < 4; count += 1) {
    pass(499);
    answer();
  }
  pass(10_000);
  expect(failures).toEqual([]);
});

it("takes each statement's own limit", () => {
  watch.sent(0);
  watch.sent(100);
  pass(1_000_000);
  answer();
  pass(99);
  expect(failures).toEqual([]);
  pass(1);
  expect(failures).toEqual(["no answer came within 100 ms"]);
});

it("starts anew for what is sent when nothing is waited for", () => {
  watch.sent(100);
  pass(99);
  answer();
  pass(1_000);
  watch.sent(100);
  pass(99);
  expect(failures).toEqual([]);
});

it("forgets the statements that never will be answered", () => {
  for (let count = 0; count < 3; count += 1) watch.sent(100);
  watch.answered(3);
  pass(1_000);
  expect(failures).toEqual([]);
});

it("waits longer than a timer can count without failing at once", () => {
  watch.sent(2 ** 31 + 4_000);
  pass(60_000);
  expect(failures).toEqual([]);
});
