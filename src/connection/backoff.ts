const first = 50;
const longest = 1_000;

/** How long to wait before the next try after so many failures, in milliseconds: twice as long each time, and never quite. */
export function backoff(failures: number): number {
  return Math.min(longest, first * 2 ** Math.min(failures, 10)) * (0.75 + Math.random() / 2);
}
