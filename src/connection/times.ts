import { UnreadableValueError } from "../errors/index.js";

/** ISO 8601 as PostgreSQL writes it: an offset of `+02`, `+05:30` or, for local mean time, `+00:53:28`, and perhaps `BC`. */
const isoTime =
  /^(\d{4,})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?)?)?( BC)?$/;

/**
 * Reads a time or a date as PostgreSQL writes it with `DateStyle` ISO. One without an offset is in UTC.
 *
 * @throws {UnreadableValueError} for `infinity`, for what lies outside of JavaScript's range, and for other styles
 */
export function readTime(text: string): Date {
  const parts = isoTime.exec(text);
  const time = parts === null ? Number.NaN : millisecondsOf(parts);
  if (Number.isNaN(new Date(time).getTime())) throw unreadableTime(text);
  return new Date(time);
}

/**
 * Reads a time from its milliseconds since 1970, which the server computes with floating point; what it stores are whole
 * ones.
 *
 * @throws {UnreadableValueError} as {@link readTime}
 */
export function readEpoch(text: string): Date {
  const time = new Date(Math.round(Number(text)));
  if (Number.isNaN(time.getTime())) throw unreadableTime(text);
  return time;
}

/** What a time is refused with that no JavaScript `Date` can be. */
export function unreadableTime(text: string): UnreadableValueError {
  return new UnreadableValueError(
    `The database holds the time ${text}, which cannot be a JavaScript Date: store a finite time, or NULL.`,
    { details: { value: text } },
  );
}

function millisecondsOf(parts: readonly (string | undefined)[]): number {
  const number = (index: number) => Number(parts[index] ?? 0);
  const year = parts[12] === undefined ? number(1) : 1 - number(1);
  const date = new Date(0);
  date.setUTCFullYear(year, number(2) - 1, number(3));
  date.setUTCHours(number(4), number(5), number(6), Number((parts[7] ?? "").padEnd(3, "0").slice(0, 3)));
  const offset = number(9) * 3600 + number(10) * 60 + number(11);
  return date.getTime() - (parts[8] === "-" ? -offset : offset) * 1000;
}
