import fc from "fast-check";
import { expect, test } from "vitest";
import { Proof } from "../../../../src/session/replica/proof.js";
import { isAtLeast } from "../../../../src/session/replica/wal.js";

test.each([
  ["0/0", "0/0", true],
  ["0/1", "0/0", false],
  ["0/FF", "0/100", true],
  ["1/0", "0/FFFFFFFF", false],
  ["9/0", "10/0", true],
  ["16/B374D848", "16/B374D847", false],
])("a log that has to be at %s, and is at %s: %s", (position, reached, isThere) => {
  expect(isAtLeast(position, reached)).toBe(isThere);
});

test("nothing is proven before the replica has come to where the primary was marked", () => {
  const proof = new Proof();
  expect([proof.proven, proof.wantsMark]).toEqual([undefined, true]);
  proof.mark({ at: 1_000, position: "0/200" });
  proof.reached("0/100");
  expect([proof.proven, proof.wantsMark]).toEqual([undefined, false]);
  proof.reached("0/200");
  expect([proof.proven, proof.wantsMark]).toEqual([{ at: 1_000, position: "0/200" }, true]);
});

test("a mark stays until it is reached, so that a replica that is always a little behind is proven too", () => {
  const proof = new Proof();
  proof.mark({ at: 1_000, position: "0/200" });
  proof.mark({ at: 2_000, position: "0/900" });
  proof.reached("0/300");
  expect(proof.proven).toEqual({ at: 1_000, position: "0/200" });
});

test("what is forgotten is proven anew by the next mark", () => {
  const proof = new Proof();
  proof.mark({ at: 1_000, position: "0/200" });
  proof.reached("0/200");
  proof.forget();
  expect([proof.proven, proof.wantsMark]).toEqual([undefined, true]);
  proof.mark({ at: 2_000, position: "0/300" });
  proof.reached("0/300");
  expect(proof.proven?.at).toBe(2_000);
});

test("whatever the replica's delay, it never counts as fresher than it is", () => {
  const steps = fc.array(
    fc.record({ passes: fc.integer({ min: 0, max: 50 }), replays: fc.integer({ min: 0, max: 9 }) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (given) => {
      const proof = new Proof();
      // The primary commits one more byte of log each millisecond, so that its position is its time.
      let now = 0;
      let replayed = 0;
      for (const { passes, replays } of given) {
        now += passes;
        if (proof.wantsMark) proof.mark({ at: now, position: `0/${now.toString(16)}` });
        replayed = Math.min(now, replayed + replays);
        proof.reached(`0/${replayed.toString(16)}`);
        expect(proof.proven?.at ?? 0).toBeLessThanOrEqual(replayed);
      }
    }),
  );
});
