import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { onAbort } from "../../../src/session/on-abort.js";

test("a signal has one listener for all callbacks, which is removed with the last one", () => {
  const { signal } = new AbortController();
  const forget = Array.from({ length: 1_000 }, () => onAbort(signal, () => {}));
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  for (const each of forget) each();
  for (const each of forget) each();
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("an abort calls each remaining callback once", () => {
  const controller = new AbortController();
  const called: number[] = [];
  const forget = [1, 2, 3].map((number) => onAbort(controller.signal, () => called.push(number)));
  forget[1]?.();
  controller.abort();
  expect(called).toEqual([1, 3]);
});
