import { formatPlay } from "../../rules/notation/format-play.js";
import { parsePlay } from "../../rules/notation/parse-play.js";
import type { Advance, Base, PlayEvent, Runner } from "../../rules/notation/play-event.js";
import { notedEventOf } from "../../rules/scoring/event-of-play.js";
import type { FilePlay } from "../game-file/game-file.js";

const runners: readonly (readonly [
  Runner,
  "onFirstFinal" | "onSecondFinal" | "onThirdFinal" | "batterFinal",
  number,
])[] = [
  ["first", "onFirstFinal", 1],
  ["second", "onSecondFinal", 2],
  ["third", "onThirdFinal", 4],
  ["batter", "batterFinal", 8],
];

/**
 * A play's notation as an official scorer would write it. What the rules derived is marked, because readers take a notation
 * literally. Existing marks are kept.
 */
export function writtenEvent(play: FilePlay): string {
  const { event: text } = play.playMetadata;
  const event = notedEventOf(play);
  const marked = withModifiers(withMarks(event, play), play);
  return marked === event && typeof text === "string" && isNotation(text) ? text : formatPlay(marked);
}

function isNotation(text: string): boolean {
  try {
    return /^\S+$/.test(text) && parsePlay(text) !== undefined;
  } catch {
    return false;
  }
}

function withMarks(event: PlayEvent, play: FilePlay): PlayEvent {
  let team = play.teamUnearnedRuns ?? 0;
  const advances: { [Who in Runner]?: Advance | undefined } = { ...event.advances };
  let isChanged = false;
  for (const [runner, field, bit] of runners) {
    if (play[field] !== 4) continue;
    const isEarned = ((play.earnedRunCode ?? 15) & bit) !== 0;
    const given = advances[runner];
    const detailed = typeof given === "object" ? given : { to: "home" as const };
    const isTeamUnearned = isEarned && team > 0;
    if (isTeamUnearned) team -= 1;
    if (detailed.run !== undefined || (isEarned && !isTeamUnearned) || isSteal(event, runner)) continue;
    advances[runner] = { ...detailed, run: isTeamUnearned ? "team unearned" : "unearned" };
    isChanged = true;
  }
  if (!isChanged) return event;
  // A balk moves everybody, unless it says whom.
  if (event.event === "balk" && Object.keys(event.advances ?? {}).length === 0)
    for (const [runner, field] of runners) advances[runner] ??= bases[play[field] ?? 0];
  return { ...event, advances };
}

const bases: readonly (Base | undefined)[] = [undefined, "first", "second", "third", "home"];

/** A stolen run is marked at the steal. */
const isSteal = (event: PlayEvent, runner: Runner) =>
  runner === "third" && event.event === "stolen base" && event.run !== undefined;

function withModifiers(event: PlayEvent, play: FilePlay): PlayEvent {
  const given: readonly string[] = event.modifiers ?? [];
  const has = (pattern: RegExp) => given.some((modifier) => pattern.test(modifier));
  const added = [
    ...(play.gidp === 1 && !has(/^B?GDP/) ? ["GDP"] : []),
    ...(play.sacFly === 1 && !has(/^SF/) ? ["SF"] : []),
    ...(play.sacBunt === 1 && !has(/^SH/) ? ["SH"] : []),
    ...(play.doublePlay === 1 && play.gidp !== 1 && !has(/DP/) ? ["DP"] : []),
    ...(play.triplePlay === 1 && !has(/TP/) ? ["TP"] : []),
  ];
  return added.length === 0 ? event : { ...event, modifiers: [...given, ...added] };
}
