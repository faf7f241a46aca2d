/**
 * True when a walk that follows is charged to the pitcher who leaves with this count: two balls or more, and more balls
 * than the strikes make up for (Official Baseball Rules 9.16(h)).
 */
export function walkIsFormerPitchers(balls: number, strikes: number): boolean {
  return balls === 3 || (balls === 2 && strikes < 2);
}

/** True when a strikeout that follows is charged to the batter who leaves with this count (9.15(b)). */
export function strikeoutIsFormerBatters(strikes: number): boolean {
  return strikes === 2;
}
