import { expect, test } from "vitest";
import { ConfigurationError } from "../../../../src/errors/index.js";
import {
  type ReaderOptions,
  staleBound,
  timeBetweenLooks,
} from "../../../../src/session/replica/staleness.js";

test.each<[ReaderOptions, number]>([
  [{ stale: true }, 10_000],
  [{ stale: { within: 1 } }, 1],
  [{ stale: { within: 60_000 } }, 60_000],
  [{ stale: { within: Number.POSITIVE_INFINITY } }, Number.POSITIVE_INFINITY],
])("%j is a bound of %d ms", (options, bound) => {
  expect(staleBound(options)).toBe(bound);
});

test.each([
  {},
  { stale: false },
  { stale: 5_000 },
  { stale: null },
  { stale: {} },
  ...[0, -1, Number.NaN, "5000"].map((within) => ({ stale: { within } })),
])("%j is no bound", (options) => {
  expect(() => staleBound(options as ReaderOptions)).toThrow(ConfigurationError);
});

test("a replica is looked at several times within a bound, and not more often than it helps", () => {
  expect([400, 4_000, 60_000, Number.POSITIVE_INFINITY].map(timeBetweenLooks)).toEqual([
    100, 1_000, 1_000, 1_000,
  ]);
});
