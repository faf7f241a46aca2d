import fc from "fast-check";
import { expect, test } from "vitest";
import { newGameId } from "../../../src/models/games-table.js";

const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test("a game's id is a version 7 UUID of RFC 9562's variant, whatever the time", () => {
  fc.assert(
    fc.property(moment, (now) => {
      expect(newGameId(now)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
  );
});

test("a game's id begins with its creation time in milliseconds", () => {
  fc.assert(
    fc.property(moment, (now) => {
      expect(Number.parseInt(newGameId(now).replaceAll("-", "").slice(0, 12), 16)).toBe(now);
    }),
  );
});

test("ids of later games sort later, as text", () => {
  fc.assert(
    fc.property(moment, moment, (one, other) => {
      fc.pre(one !== other);
      const [earlier, later] = [newGameId(Math.min(one, other)), newGameId(Math.max(one, other))];
      expect(earlier < later).toBe(true);
    }),
  );
});

test("an id made without a time has the current one", () => {
  const before = Date.now();
  const made = Number.parseInt(newGameId().replaceAll("-", "").slice(0, 12), 16);
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
});

test("a time that 48 bits cannot hold counts as the nearest that they can", () => {
  const placeOf = (now: number) => Number.parseInt(newGameId(now).replaceAll("-", "").slice(0, 12), 16);
  expect([Date.UTC(1954, 4, 2), -0.5, 1.5, 2 ** 48, Number.POSITIVE_INFINITY].map(placeOf)).toEqual([
    ...[0, 0, 1],
    ...[2 ** 48 - 1, 2 ** 48 - 1],
  ]);
});

test("ids made in the same millisecond differ", () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => newGameId(1_700_000_000_000)));
  expect(ids.size).toBe(10_000);
});

test("every random bit of an id is used", () => {
  const seen = { ones: 0n, zeros: 0n };
  const mask = (1n << 128n) - 1n;
  for (let count = 0; count < 2_000; count += 1) {
    const bits = BigInt(`0x${newGameId(0).replaceAll("-", "")}`);
    seen.ones |= bits;
    seen.zeros |= ~bits & mask;
  }
  const varying = (seen.ones & seen.zeros).toString(2).split("1").length - 1;
  expect(varying).toBe(128 - 48 - 4 - 2);
});
