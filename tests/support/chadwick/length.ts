import { hasAutomaticRunners, hasShortDoubleheaders } from "../../../src/rules/regular-seasons.js";
import type { SourceRow } from "./row.js";

/** The scheduled length of a game, and how its extra innings began. */
export interface GameLength {
  readonly scheduledInnings: number;
  readonly automaticRunnerInning: number | null;
}

const fullLength = 9;
const shortLength = 7;

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
  const isDue = hasAutomaticRunners(game.text("GAME_DT")) && !wasPlayedWithout(scheduledInnings + 1);
  return { scheduledInnings, automaticRunnerInning: seen ?? (isDue ? scheduledInnings + 1 : null) };
}

/** The half-innings in order, and whether there was somebody on second base before anything had happened. */
function inningBeginnings(events: readonly SourceRow[]) {
  const half = (event: SourceRow) => `${event.number("INN_CT")} ${event.number("BAT_HOME_ID")}`;
  return events
    .filter((event, index) => index === 0 || half(event) !== half(events[index - 1] as SourceRow))
    .map((event) => ({ inning: event.number("INN_CT"), hasRunner: event.text("BASE2_RUN_ID") !== "" }));
}

/** Chadwick writes 0 for a single game, and 1 and 2 for those of a doubleheader. */
function isShortDoubleheader(game: SourceRow): boolean {
  return game.number("GAME_CT") > 0 && hasShortDoubleheaders(game.text("GAME_DT"));
}
