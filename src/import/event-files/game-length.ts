import { hasAutomaticRunner, hasShortDoubleheaders } from "../../rules/regular-seasons.js";
import type { GameInfo } from "./game-info.js";
import type { GameRecords } from "./records.js";

/** How long a game was to be, and how its extra innings began. */
export interface GameLength {
  readonly scheduledInnings: number;
  readonly automaticRunnerInning: number | null;
}

const fullLength = 9;
const shortLength = 7;

/**
 * Many files say neither. Then the rules of the day do, and the plays, which know better: some game that was not called
 * a doubleheader was as short as one.
 */
export function lengthOf(game: GameRecords, info: GameInfo): GameLength {
  const { played, withRunner } = inningsOf(game);
  const wasPlayedWithout = (inning: number) => played.has(inning) && !withRunner.has(inning);
  const seen = [...withRunner].find((inning) => inning > 1) ?? null;
  const isShort =
    seen === shortLength + 1 || (isShortDoubleheader(info) && !wasPlayedWithout(shortLength + 1));
  const scheduledInnings = info.number("innings") ?? (isShort ? shortLength : fullLength);
  const hasRunner = info.number("tiebreaker") !== undefined || hasAutomaticRunner(dayOf(info));
  const isDue = hasRunner && !wasPlayedWithout(scheduledInnings + 1);
  return { scheduledInnings, automaticRunnerInning: seen ?? (isDue ? scheduledInnings + 1 : null) };
}

/** The innings that were played, and those of them that began with a runner whom nobody had let on base. */
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

/** 0 stands for a single game, 1 and 2 for those of a doubleheader. */
function isShortDoubleheader(info: GameInfo): boolean {
  return info.number("number") !== undefined && hasShortDoubleheaders(dayOf(info));
}
