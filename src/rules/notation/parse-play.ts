import { Scanner } from "./notation-scanner.js";
import { isRunningWord, parseFielding, parseParentheses, parseRunning, parseWith } from "./parse-runners.js";
import type { Advance, Advances, Base, BasicPlay, Mutable, PlayEvent, Runner } from "./play-event.js";

/**
 * Reads one play in Retrosheet's notation: `S8.2-H;1-3`, `64(1)3/GDP`, `K+CS2(26)/DP`. Small letters are read like capitals.
 * The event contains only what the text says; `scorePlay` decides which runners are forced to move.
 *
 * The notation is described by Retrosheet (retrosheet.org, "The Event File").
 *
 * @throws {NotationError} with the position of the first character that does not fit
 */
export function parsePlay(text: string): PlayEvent {
  const scanner = new Scanner(text);
  const event: Mutable<PlayEvent> = parseBasic(scanner);
  scanner.takeStrength();
  const modifiers = parseModifiers(scanner);
  const marks = scanner.takeMarks();
  const advances = scanner.take(".") ? parseAdvances(scanner) : undefined;
  if (!scanner.isAtEnd)
    scanner.fail(
      advances === undefined
        ? "a slash, a point or the end is expected"
        : "a semicolon or the end is expected",
    );
  if (modifiers.length > 0) event.modifiers = modifiers;
  if (advances !== undefined) event.advances = advances;
  if (marks !== "") event.marks = marks;
  return event;
}

/** Longer words come first, so that their beginnings are not read as shorter words. */
const basicWords = /POCS|POSB|PO|PB|CS|C|DGR|DI|D|E|FLE|FC|HBP|HP|HR|H|IW|I|K|NP|OBA|OA|SB|S|T|WP|W|BK/y;

const hits = { S: "single", D: "double", DGR: "double", T: "triple", H: "homerun", HR: "homerun" } as const;

function parseBasic(scanner: Scanner): BasicPlay {
  if (scanner.next >= "1" && scanner.next <= "9") return parseOut(scanner);
  const word = scanner.run(basicWords);
  if (isRunningWord(word)) {
    const play = parseRunning(scanner, word);
    return { ...play, ...parseWith(scanner) };
  }
  switch (word) {
    case "S":
    case "D":
    case "DGR":
    case "T":
    case "H":
    case "HR":
      return parseHit(scanner, word);
    case "K":
      return parseStrikeout(scanner);
    case "W":
      return { event: "walk", ...parseWith(scanner) };
    case "I":
    case "IW":
      return { event: "intentional walk", ...parseWith(scanner) };
    case "HP":
    case "HBP":
      return { event: "hit by pitch" };
    case "C":
      return parseInterference(scanner);
    case "E":
      return { event: "error", fielder: fielderOrNobody(scanner) };
    case "FLE":
      return { event: "foul error", fielder: fielderOrNobody(scanner) };
    case "FC":
      return parseFieldersChoice(scanner);
    case "BK":
      return { event: "balk" };
    case "NP":
      return { event: "no play" };
    default:
      return scanner.fail("a play such as S8, 63, K, W, E6, SB2 or NP is expected");
  }
}

function parseHit(scanner: Scanner, word: keyof typeof hits): BasicPlay {
  const isUnknown = scanner.take("0");
  const [fieldedBy, ...thenBy] = isUnknown ? [] : scanner.fielders();
  return {
    event: hits[word],
    ...(fieldedBy !== undefined && { fieldedBy }),
    ...(thenBy.length > 0 && { thenBy }),
    ...(word === "DGR" && { groundRule: true }),
  };
}

const runnersOfOuts: ReadonlyMap<string, Runner> = new Map([
  ["B", "batter"],
  ["1", "first"],
  ["2", "second"],
  ["3", "third"],
]);

function parseOut(scanner: Scanner): BasicPlay {
  const plays = [];
  while (scanner.next >= "1" && scanner.next <= "9") {
    const play = parseFielding(scanner);
    if (!scanner.take("(")) {
      plays.push(play);
      break;
    }
    const runner = scanner.oneOf(runnersOfOuts, "B, 1, 2 or 3 for the one who is out");
    scanner.expect(")");
    plays.push(runner === "batter" ? play : { ...play, runner });
  }
  return { event: "out", plays };
}

function parseStrikeout(scanner: Scanner): BasicPlay {
  const isFielded = scanner.next >= "1" && scanner.next <= "9";
  const plays = isFielded ? { plays: [parseFielding(scanner)] } : {};
  return { event: "strikeout", ...plays, ...parseWith(scanner) };
}

const interferenceCredit = /\/(?=[!?#]*[1-9]?[!?#]*E[!?#]*[1-9])/y;

/** `C/E2`: the first modifier names the fielder who interfered. */
function parseInterference(scanner: Scanner): BasicPlay {
  if (scanner.run(interferenceCredit) === "") return { event: "interference" };
  const [assist] = scanner.fielders();
  scanner.expect("E");
  const error = scanner.fielder();
  return { event: "interference", error, ...(assist !== undefined && { assist }) };
}

function parseFieldersChoice(scanner: Scanner): BasicPlay {
  const isFielded = scanner.next >= "1" && scanner.next <= "9";
  return { event: "fielder's choice", ...(isFielded && { fieldedBy: scanner.fielder() }) };
}

const fielderOrNobody = (scanner: Scanner) => (scanner.take("0") ? 0 : scanner.fielder());

const modifier = /[A-Z0-9]+[+-]?/y;

/** A slash without a modifier occurs in old files, and has no meaning. */
function parseModifiers(scanner: Scanner): string[] {
  const modifiers: string[] = [];
  while (scanner.take("/")) {
    const text = scanner.run(modifier);
    scanner.takeStrength();
    if (text !== "") modifiers.push(text);
  }
  return modifiers;
}

const bases: ReadonlyMap<string, Base> = new Map([
  ["1", "first"],
  ["2", "second"],
  ["3", "third"],
  ["H", "home"],
]);

function parseAdvances(scanner: Scanner): Advances {
  const advances: { [Who in Runner]?: Advance } = {};
  do {
    const start = scanner.position;
    const runner = scanner.oneOf(runnersOfOuts, "the batter or a runner's base (B, 1, 2 or 3)");
    if (advances[runner] !== undefined) scanner.fail("another runner is expected: this one has moved", start);
    advances[runner] = parseAdvance(scanner);
  } while (scanner.take(";"));
  return advances;
}

function parseAdvance(scanner: Scanner): Advance {
  const out = scanner.take("X");
  if (!out) scanner.expect("-");
  const to = scanner.oneOf(bases, "the base where he goes (1, 2, 3 or H)");
  const { plays, run, rbi, notes } = parseParentheses(scanner);
  scanner.takeStrength();
  const marks = scanner.takeMarks();
  const isPlain = !out && plays.length + notes.length === 0 && run === undefined && rbi === undefined;
  if (isPlain && marks === "") return to;
  return {
    to,
    ...(out && { out }),
    ...(plays.length > 0 && { plays }),
    ...(run !== undefined && { run }),
    ...(rbi !== undefined && { rbi }),
    ...(notes.length > 0 && { notes }),
    ...(marks !== "" && { marks }),
  };
}
