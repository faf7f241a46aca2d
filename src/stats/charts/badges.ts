/** A place in a picture, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An area of a picture. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const distances = [24, 38, 54, 72, 92];
const directions = [0, 25, -25, 50, -50, 75, -75].map((degrees) => (degrees * Math.PI) / 180);

/**
 * Finds a place for a round badge near each point: off the curve, off other badges, inside the box, and as near as possible. The
 * lines between the points and their badges cross neither the curve nor each other, if there is such a place. If a badge must
 * cover something, it covers the curve rather than another badge.
 *
 * @param points in the order in which they are placed
 * @param curve the drawn line, point by point
 */
export function placeBadges(
  points: readonly Point[],
  curve: readonly Point[],
  box: Box,
  radius: number,
): Point[] {
  const placed: Point[] = [];
  for (const point of points) {
    const candidates = around(point).filter((place) => isWithin(place, box, radius));
    const free = candidates.filter((place) =>
      placed.every((other) => distance(place, other) > 2 * radius + 2),
    );
    const clear = free.filter((place) =>
      curve.every((end, index) => distanceToLine(place, curve[index - 1] ?? end, end) > radius + 3),
    );
    const direct = clear.filter((place) => !crosses(point, place, curve));
    const separate = direct.find((place) =>
      placed.every((other, index) => !meet([point, place], [points[index] ?? other, other], radius)),
    );
    placed.push(separate ?? direct[0] ?? clear[0] ?? free[0] ?? candidates[0] ?? point);
  }
  return placed;
}

type Line = readonly [from: Point, to: Point];

/** True if two lines with a badge at their ends cross, or if one passes through the other's badge. */
function meet(one: Line, other: Line, radius: number): boolean {
  const cross =
    side(...one, other[0]) !== side(...one, other[1]) && side(...other, one[0]) !== side(...other, one[1]);
  return (
    cross || distanceToLine(one[1], ...other) < radius + 1 || distanceToLine(other[1], ...one) < radius + 1
  );
}

/** Places above and below a point, the nearest first. */
function around({ x, y }: Point): Point[] {
  return distances.flatMap((far) =>
    directions.flatMap((angle) =>
      [-1, 1].map((side) => ({ x: x + Math.sin(angle) * far, y: y + side * Math.cos(angle) * far })),
    ),
  );
}

function isWithin({ x, y }: Point, { left, right, top, bottom }: Box, radius: number): boolean {
  return x - radius >= left && x + radius <= right && y - radius >= top && y + radius <= bottom;
}

/** True if the line from a point of the curve to a place crosses the curve. */
function crosses(point: Point, place: Point, curve: readonly Point[]): boolean {
  return curve.some((end, index) => {
    const start = curve[index - 1];
    if (start === undefined || distance(start, point) < 0.01 || distance(end, point) < 0.01) return false;
    return (
      side(point, place, start) !== side(point, place, end) &&
      side(start, end, point) !== side(start, end, place)
    );
  });
}

/** The side of a line on which a point lies: -1, 0 or 1. */
const side = (from: Point, to: Point, point: Point) =>
  Math.sign((to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x));

export const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

function distanceToLine(point: Point, from: Point, to: Point): number {
  const length = distance(from, to);
  if (length === 0) return distance(point, from);
  const along = ((point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y)) / length ** 2;
  const share = Math.min(1, Math.max(0, along));
  return distance(point, { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) });
}
