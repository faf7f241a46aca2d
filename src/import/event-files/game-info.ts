import type { JsonObject } from "../../models/storable-values.js";
import { hasAutomaticRunners, hasShortDoubleheaders } from "../../rules/regular-seasons.js";
import { type EventRecord, type GameRecords, refuse } from "./event-records.js";
import { dateInKey, teamNumber } from "./retrosheet-codes.js";

/** The notice that Retrosheet requires wherever its data is used; it is stored in the game's metadata. */
const notice =
  "The information used here was obtained free of charge from and is copyrighted by Retrosheet. " +
  'Interested parties may contact Retrosheet at "www.retrosheet.org".';

const minute = 60_000;

/** The `info` records of a game. */
export class GameInfo {
  readonly #game: GameRecords;
  readonly #records: ReadonlyMap<string, EventRecord>;

  constructor(game: GameRecords) {
    this.#game = game;
    const records = new Map<string, EventRecord>();
    for (const record of game.records) {
      const [name = "", value = ""] = record.fields;
      // If a name comes twice, the last non-empty value counts.
      if (record.kind === "info" && (value !== "" || !records.has(name))) records.set(name, record);
    }
    this.#records = records;
  }

  get #id(): EventRecord {
    return this.#game.records[0] as EventRecord;
  }

  /** Empty if unknown. */
  text(name: string): string {
    const value = this.#records.get(name)?.fields[1]?.trim() ?? "";
    return value === "(none)" || value === "unknown" ? "" : value;
  }

  /** A whole number of at least 1; undefined if unknown, which is also written as 0 or -1. */
  number(name: string): number | undefined {
    const text = this.text(name);
    if (!/^-?\d+$/.test(text)) return undefined;
    return Number(text) > 0 ? Number(text) : undefined;
  }

  /** The date in the game's key, which overrides other dates. */
  get date(): Date {
    const { key } = this.#game;
    return (
      dateInKey(key) ??
      refuse(this.#game, this.#id, "must be three characters, a date and a digit, such as CLE201611020")
    );
  }

  /** True in the rare game in which the home team bats first, because it was moved to the other team's park. */
  get homeTeamBatsFirst(): boolean {
    return this.text("htbf").toLowerCase() === "true";
  }

  /** A team by its number and its identifier. */
  team(name: "visteam" | "hometeam"): { readonly number: number; readonly code: string } {
    const code = this.text(name);
    const record = this.#records.get(name) ?? this.#id;
    const number =
      teamNumber(code) ??
      refuse(this.#game, record, `must name the ${name} by three capital letters or digits, not "${code}"`);
    return { number, code };
  }

  /** Local times, stored as if they were UTC because their zone is unknown. Null if unknown. */
  get times(): { readonly startedAt: Date | null; readonly completedAt: Date | null } {
    const minutes = minutesOf(this.text("starttime"), this.text("daynight"));
    if (minutes === undefined) return { startedAt: null, completedAt: null };
    const startedAt = new Date(this.date.getTime() + minutes * minute);
    const length = this.number("timeofgame");
    const completedAt = length === undefined ? null : new Date(startedAt.getTime() + length * minute);
    return { startedAt, completedAt };
  }

  /** The team that won by a forfeit: 0 for the visitors, 1 for the home team; undefined without a forfeit. */
  get forfeitedTo(): 0 | 1 | undefined {
    const letter = this.text("forfeit").charAt(0).toUpperCase();
    return letter === "V" ? 0 : letter === "H" ? 1 : undefined;
  }

  get metadata(): JsonObject {
    const attendance = this.number("attendance");
    return {
      source: "retrosheet",
      sourceGameId: this.#game.key,
      park: this.text("site") || null,
      ...(attendance === undefined ? {} : { attendance }),
      ...(this.homeTeamBatsFirst ? { homeTeamBatsFirst: true } : {}),
      ...(this.text("forfeit") === "" ? {} : { forfeit: this.text("forfeit") }),
      notice,
    };
  }

  /** Notices about contradictory records. */
  get contradictions(): string[] {
    const [, year, month, day] = /^(\d{4})\D(\d{1,2})\D(\d{1,2})$/.exec(this.text("date")) ?? [];
    if (year === undefined) return [];
    const said = Date.UTC(Number(year), Number(month) - 1, Number(day));
    return said === this.date.getTime()
      ? []
      : [
          `the date is ${this.text("date")} in its info record; the one in the key ${this.#game.key} was taken`,
        ];
  }
}

/** Minutes since midnight of `7:30PM`. Old files omit AM and PM: then only a day game at 9, 10 or 11 starts in the morning. */
function minutesOf(text: string, dayOrNight: string): number | undefined {
  const [, hours, minutes, half] = /^(\d{1,2}):(\d{2})\s*([AP]M)?$/i.exec(text) ?? [];
  const hour = Number(hours);
  if (minutes === undefined || hour < 1 || hour > 12 || Number(minutes) > 59) return undefined;
  // A few files say AM for a game in the afternoon.
  const isMorning = half === undefined ? hour >= 9 && dayOrNight === "day" : half.toUpperCase() === "AM";
  return ((hour % 12) + (isMorning && hour >= 8 && hour < 12 ? 0 : 12)) * 60 + Number(minutes);
}

/** The scheduled length of a game, and how its extra innings began. */
export interface GameLength {
  readonly scheduledInnings: number;
  readonly automaticRunnerInning: number | null;
}

const fullLength = 9;
const shortLength = 7;

/**
 * Many files contain neither. Then the rules of that time decide, and the plays, which are more reliable: some games that were not
 * called a doubleheader were as short as one.
 */
export function lengthOf(game: GameRecords, info: GameInfo): GameLength {
  const { played, withRunner } = inningsOf(game);
  const wasPlayedWithout = (inning: number) => played.has(inning) && !withRunner.has(inning);
  const seen = [...withRunner].find((inning) => inning > 1) ?? null;
  const isShort =
    seen === shortLength + 1 || (isShortDoubleheader(info) && !wasPlayedWithout(shortLength + 1));
  const scheduledInnings = info.number("innings") ?? (isShort ? shortLength : fullLength);
  const hasRunner = info.number("tiebreaker") !== undefined || hasAutomaticRunners(dayOf(info));
  const isDue = hasRunner && !wasPlayedWithout(scheduledInnings + 1);
  return { scheduledInnings, automaticRunnerInning: seen ?? (isDue ? scheduledInnings + 1 : null) };
}

/** The innings that were played, and those that began with an automatic runner. */
function inningsOf({ records }: GameRecords) {
  const played = new Set<number>();
  const withRunner = new Set<number>();
  let isPlaced = false;
  for (const { kind, fields } of records) {
    if (kind === "radj") isPlaced = true;
    if (kind !== "play" || fields[5] === "NP") continue;
    const inning = Number(fields[0]);
    if (isPlaced) withRunner.add(inning);
    played.add(inning);
    isPlaced = false;
  }
  return { played, withRunner };
}

const dayOf = ({ date }: GameInfo) => date.toISOString().slice(0, 10).replaceAll("-", "");

/** 0 for a single game, 1 and 2 for the games of a doubleheader. */
function isShortDoubleheader(info: GameInfo): boolean {
  return info.number("number") !== undefined && hasShortDoubleheaders(dayOf(info));
}
