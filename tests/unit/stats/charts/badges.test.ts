import fc from "fast-check";
import { expect, it } from "vitest";
import { distance, placeBadges } from "../../../../src/stats/charts/badges.js";
import { propertyRuns } from "../../../support/property-runs.js";

const box = { left: 60, right: 680, top: 80, bottom: 360 };
const curves = fc
  .array(fc.double({ min: box.top, max: box.bottom, noNaN: true }), { minLength: 6, maxLength: 120 })
  .map((heights) => heights.map((y, index) => ({ x: 60 + (620 * index) / (heights.length - 1), y })));

it("badges are inside the picture and do not overlap, however close their points are", () => {
  fc.assert(
    fc.property(curves, fc.nat(), (curve, place) => {
      const points = curve.slice(place % (curve.length - 4)).slice(0, 5);
      const badges = placeBadges(points, curve, box, 9);
      expect(badges).toHaveLength(points.length);
      for (const [index, badge] of badges.entries()) {
        expect(badge.x - 9).toBeGreaterThanOrEqual(box.left);
        expect(badge.x + 9).toBeLessThanOrEqual(box.right);
        expect(badge.y - 9).toBeGreaterThanOrEqual(box.top);
        expect(badge.y + 9).toBeLessThanOrEqual(box.bottom);
        for (const other of badges.slice(index + 1)) expect(distance(badge, other)).toBeGreaterThan(18);
      }
    }),
    { numRuns: propertyRuns(60) },
  );
});

it("a badge is above its point, or below it if the curve is above", () => {
  const flat = [
    { x: 60, y: 200 },
    { x: 680, y: 200 },
  ];
  const [above] = placeBadges([{ x: 300, y: 200 }], flat, box, 9);
  expect(above).toEqual({ x: 300, y: 176 });
  const [below] = placeBadges([{ x: 300, y: 100 }], flat, box, 9);
  expect(below).toEqual({ x: 300, y: 124 });
});

it("the lines between points and badges do not cross, nor pass through another badge", () => {
  // Three high points next to each other, the last one at the edge of the box.
  const curve = [300, 300, 120, 260, 130, 300, 120].map((y, index) => ({ x: 560 + 20 * index, y }));
  const points = [2, 4, 6].map((index) => curve[index] ?? { x: 0, y: 0 });
  const lines = placeBadges(points, curve, box, 9).map((badge, index) => [points[index], badge] as const);
  for (const [index, [from = box0, to]] of lines.entries())
    for (const [otherFrom = box0, otherTo] of lines.slice(index + 1))
      expect(cross(from, to, otherFrom, otherTo)).toBe(false);
});

const box0 = { x: 0, y: 0 };
type Point = typeof box0;
const turn = (a: Point, b: Point, c: Point) =>
  Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
const cross = (a: Point, b: Point, c: Point, d: Point) =>
  turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
