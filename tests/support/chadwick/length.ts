import type { SourceRow } from "./row.js";

/** How long a game was to be, and how its extra innings began. */
export interface GameLength {
  readonly scheduledInnings: number;
  readonly automaticRunnerInning: number | null;
}

const fullLength = 9;
const shortLength = 7;

/** The last days of the regular seasons whose extra innings began with a runner on second; no postseason's did. */
const lastDays = ["20200927", "20211003", "20221005", "20231001", "20240930", "20250928"] as const;

/** Doubleheaders were of seven innings from this day on, to the end of the next season. */
const shortDoubleheaders = ["20200801", "20211003"] as const;

/**
 * Retrosheet says neither. The rules of the day do, and the events, which know better: some game that was not called
 * a doubleheader was as short as one.
 */
export function lengthOf(game: SourceRow, events: readonly SourceRow[]): GameLength {
  const beginnings = inningBeginnings(events);
  const seen = beginnings.find(({ inning, hasRunner }) => hasRunner && inning > shortLength)?.inning ?? null;
  const wasPlayedWithout = (inning: number) =>
    beginnings.some((begun) => begun.inning === inning && !begun.hasRunner);
  const isShort =
    seen === shortLength + 1 || (isShortDoubleheader(game) && !wasPlayedWithout(shortLength + 1));
  const scheduledInnings = isShort ? shortLength : fullLength;
  const isDue = hasAutomaticRunner(game) && !wasPlayedWithout(scheduledInnings + 1);
  return { scheduledInnings, automaticRunnerInning: seen ?? (isDue ? scheduledInnings + 1 : null) };
}

/** The half-innings in order, and whether there was somebody on second base before anything had happened. */
function inningBeginnings(events: readonly SourceRow[]) {
  const half = (event: SourceRow) => `${event.number("INN_CT")} ${event.number("BAT_HOME_ID")}`;
  return events
    .filter((event, index) => index === 0 || half(event) !== half(events[index - 1] as SourceRow))
    .map((event) => ({ inning: event.number("INN_CT"), hasRunner: event.text("BASE2_RUN_ID") !== "" }));
}

function hasAutomaticRunner(game: SourceRow): boolean {
  const date = game.text("GAME_DT");
  return lastDays.some((lastDay) => date.slice(0, 4) === lastDay.slice(0, 4) && date <= lastDay);
}

/** Chadwick writes 0 for a single game, and 1 and 2 for those of a doubleheader. */
function isShortDoubleheader(game: SourceRow): boolean {
  const date = game.text("GAME_DT");
  const [first, last] = shortDoubleheaders;
  return game.number("GAME_CT") > 0 && date >= first && date <= last;
}
