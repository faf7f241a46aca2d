import fc from "fast-check";
import { expect, test } from "vitest";
import { cursorOf, type FeedPosition, gameMark, positionOf } from "../../../src/feed/cursor.js";
import { cursorsByGame } from "../../../src/feed/follower.js";
import { gameStatuses } from "../../../src/rules/vocabulary.js";
import { propertyRuns } from "../../support/property-runs.js";

const count = fc.nat(2 ** 31 - 1);
const gameMarks = fc.tuple(fc.uuid(), fc.date({ noInvalidDate: true })).map(([id, at]) => gameMark(id, at));
const positions: fc.Arbitrary<FeedPosition> = fc.record({
  game: gameMarks,
  version: count,
  playCount: count,
  greatestPlay: fc.nat(Number.MAX_SAFE_INTEGER),
  entryCount: count,
  status: fc.constantFrom(...gameStatuses),
  decisions: fc.nat(2 ** 32 - 1).map((hash) => (hash % 2 === 0 ? "" : hash.toString(36))),
  isPartial: fc.boolean(),
});

test("decoding a cursor returns the position that was encoded", () => {
  fc.assert(
    fc.property(positions, (position) => {
      expect(positionOf(cursorOf(position))).toEqual(position);
    }),
    { numRuns: propertyRuns(1_000) },
  );
});

test("any other text is not a cursor, or contains numbers that the database accepts", () => {
  const text = fc.oneof(
    fc.string(),
    positions.chain((position) => {
      const cursor = cursorOf(position);
      return fc
        .tuple(fc.nat(cursor.length), fc.string({ maxLength: 3 }))
        .map(([at, other]) => cursor.slice(0, at) + other + cursor.slice(at));
    }),
  );
  fc.assert(
    fc.property(text, (cursor) => {
      const position = positionOf(cursor);
      if (position === undefined) return;
      expect(position.version).toBeLessThan(2 ** 31);
      expect(Number.isSafeInteger(position.greatestPlay)).toBe(true);
    }),
    { numRuns: propertyRuns(1_000) },
  );
});

test("cursors of several games are found again by their games, in any order", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 5 }), positions, (gameIds, position) => {
      const cursors = gameIds.map((id) => cursorOf({ ...position, game: gameMark(id, new Date(0)) }));
      const found = cursorsByGame(gameIds.toReversed(), cursors.join(","));
      expect(gameIds.map((id) => found.get(id))).toEqual(cursors);
      expect(cursorsByGame(gameIds, "").get(gameIds[0] as string)).toBeUndefined();
    }),
    { numRuns: propertyRuns(200) },
  );
});
