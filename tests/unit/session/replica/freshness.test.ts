import fc from "fast-check";
import { expect, test } from "vitest";
import { ConfigurationError } from "../../../../src/errors/errors.js";
import {
  checkInterval,
  type ReaderOptions,
  ReplicaFreshness,
  staleBound,
} from "../../../../src/session/replica/freshness.js";
import { isAtLeast } from "../../../../src/session/replica/wal.js";

test.each([
  ["0/0", "0/0", true],
  ["0/1", "0/0", false],
  ["0/FF", "0/100", true],
  ["1/0", "0/FFFFFFFF", false],
  ["9/0", "10/0", true],
  ["16/B374D848", "16/B374D847", false],
])("position %s is reached by a log at %s: %s", (position, reached, isThere) => {
  expect(isAtLeast(position, reached)).toBe(isThere);
});

test("nothing is known before the replica has reached the mark of the primary", () => {
  const freshness = new ReplicaFreshness();
  expect([freshness.reachedMark, freshness.needsMark]).toEqual([undefined, true]);
  freshness.mark({ at: 1_000, position: "0/200" });
  freshness.reached("0/100");
  expect([freshness.reachedMark, freshness.needsMark]).toEqual([undefined, false]);
  freshness.reached("0/200");
  expect([freshness.reachedMark, freshness.needsMark]).toEqual([{ at: 1_000, position: "0/200" }, true]);
});

test("a mark is kept until it is reached, so that a replica that is always a little behind counts as fresh too", () => {
  const freshness = new ReplicaFreshness();
  freshness.mark({ at: 1_000, position: "0/200" });
  freshness.mark({ at: 2_000, position: "0/900" });
  freshness.reached("0/300");
  expect(freshness.reachedMark).toEqual({ at: 1_000, position: "0/200" });
});

test("after a reset the next mark counts", () => {
  const freshness = new ReplicaFreshness();
  freshness.mark({ at: 1_000, position: "0/200" });
  freshness.reached("0/200");
  freshness.reset();
  expect([freshness.reachedMark, freshness.needsMark]).toEqual([undefined, true]);
  freshness.mark({ at: 2_000, position: "0/300" });
  freshness.reached("0/300");
  expect(freshness.reachedMark?.at).toBe(2_000);
});

test("a replica never counts as fresher than it is, whatever its delay", () => {
  const steps = fc.array(
    fc.record({ passes: fc.integer({ min: 0, max: 50 }), replays: fc.integer({ min: 0, max: 9 }) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (given) => {
      const freshness = new ReplicaFreshness();
      // The primary commits one more byte of log each millisecond, so that its position is its time.
      let now = 0;
      let replayed = 0;
      for (const { passes, replays } of given) {
        now += passes;
        if (freshness.needsMark) freshness.mark({ at: now, position: `0/${now.toString(16)}` });
        replayed = Math.min(now, replayed + replays);
        freshness.reached(`0/${replayed.toString(16)}`);
        expect(freshness.reachedMark?.at ?? 0).toBeLessThanOrEqual(replayed);
      }
    }),
  );
});

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
])("%j is not a bound", (options) => {
  expect(() => staleBound(options as ReaderOptions)).toThrow(ConfigurationError);
});

test("a replica is checked several times within a bound, and at most once a second", () => {
  expect([400, 4_000, 60_000, Number.POSITIVE_INFINITY].map(checkInterval)).toEqual([
    100, 1_000, 1_000, 1_000,
  ]);
});
