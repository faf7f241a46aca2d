import type { SourceRow } from "./row.js";

const minute = 60_000;

/** A game's times. Retrosheet gives the local time without its zone: it stands here as if it were UTC. */
export interface GameTimes {
  /** Midnight of the game's date. */
  readonly date: Date;
  /** Null where the time is not known. */
  readonly startedAt: Date | null;
  /** The start and the game's length, delays left out; null where one of them is not known. */
  readonly completedAt: Date | null;
}

/** @throws {ValidationError} when the date or the time of day is none */
export function timesOf(game: SourceRow): GameTimes {
  const date = dateOf(game);
  const startMinutes = startMinutesOf(game);
  if (startMinutes === null) return { date, startedAt: null, completedAt: null };
  const startedAt = new Date(date.getTime() + startMinutes * minute);
  const length = game.number("MINUTES_GAME_CT");
  return {
    date,
    startedAt,
    completedAt: length > 0 ? new Date(startedAt.getTime() + length * minute) : null,
  };
}

function dateOf(game: SourceRow): Date {
  const text = game.text("GAME_DT");
  const date = new Date(text.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3T00:00:00Z"));
  if (!/^\d{8}$/.test(text) || Number.isNaN(date.getTime())) {
    game.refuse("GAME_DT", `must be a date such as 20161102, not "${text}"`);
  }
  return date;
}

/** Minutes since midnight; null where the time is not known, which Retrosheet writes as 0 or -1. */
function startMinutesOf(game: SourceRow): number | null {
  const time = game.number("START_GAME_TM");
  if (time <= 0) return null;
  const hour = Math.trunc(time / 100);
  const minutes = time % 100;
  if (hour < 1 || hour > 12 || minutes > 59) {
    game.refuse("START_GAME_TM", `must be a time from 100 to 1259, not ${time}`);
  }
  return hourOfDay(hour, game.text("DAYNIGHT_PARK_CD")) * 60 + minutes;
}

/** 802 is two minutes past eight without a word on which: only a day game at 9, 10 or 11 starts in the morning. */
function hourOfDay(hour: number, dayOrNight: string): number {
  if (hour === 12 || (hour >= 9 && dayOrNight === "D")) return hour;
  return hour + 12;
}
