import type { Scanner } from "./notation-scanner.js";
import type {
  AccompanyingPlay,
  Base,
  DetailedAdvance,
  FieldingPlay,
  RunningPlay,
  StolenBase,
} from "./play-event.js";

const words = /[A-Z][A-Z0-9]*/y;
const note = /[A-Z0-9]+/y;

/** What parentheses after a runner's move may contain besides the fielders. */
export const knownNotes = /^(?:TH[123H]?|SB[234H]?|WP|PB|AP|BR|OBS|[BRFU]?INT|[MU]?REV|[RU]\d*)$/;

/** `64`, `6E4`, `E4`; `99` if the fielders are not known. */
export function parseFielding(scanner: Scanner): FieldingPlay {
  const start = scanner.position;
  const touched = scanner.fielders();
  const error = scanner.take("E")
    ? scanner.fielder("the number of the fielder who made the error")
    : undefined;
  if (touched.length === 0 && error === undefined) scanner.fail("a fielder's number is expected", start);
  const isUnknown = touched.length === 2 && touched[0] === 9 && touched[1] === 9;
  return { fielders: isUnknown ? [] : touched, ...(error !== undefined && { error }) };
}

/** The contents of the parentheses after a runner's move. */
export interface Parentheses {
  readonly plays: FieldingPlay[];
  readonly run: DetailedAdvance["run"];
  readonly rbi: DetailedAdvance["rbi"];
  readonly notes: readonly string[];
}

/** Reads all parentheses that follow: `(UR)(E5/TH)(NR)`. */
export function parseParentheses(scanner: Scanner): Parentheses {
  const plays: FieldingPlay[] = [];
  const notes: string[] = [];
  let run: DetailedAdvance["run"];
  let rbi: DetailedAdvance["rbi"];
  while (scanner.take("(")) {
    const start = scanner.position;
    if (startsFielding(scanner)) plays.push(parseNotedFielding(scanner));
    else {
      const word = scanner.run(words);
      if (word === "UR") run = "unearned";
      else if (word === "TUR") run = "team unearned";
      else if (word === "NR" || word === "NORBI") rbi = false;
      else if (word === "RBI") rbi = true;
      else if (knownNotes.test(word)) notes.push(word);
      else scanner.fail("fielders, or one of UR, TUR, NR, RBI, WP, PB, TH and INT are expected", start);
    }
    scanner.expect(")");
  }
  return { plays, run, rbi, notes };
}

const fielding = /(?=[1-9]|E[!?#]*[1-9])/y;

function startsFielding(scanner: Scanner): boolean {
  return scanner.sees(fielding);
}

/** `E2/TH`, and the `9S` of some old files. */
function parseNotedFielding(scanner: Scanner): FieldingPlay {
  const play = parseFielding(scanner);
  const notes: string[] = [];
  const letters = scanner.run(words);
  if (letters !== "") notes.push(letters);
  while (scanner.take("/")) {
    const text = scanner.run(note);
    if (text === "") scanner.fail("a note such as TH is expected");
    notes.push(text);
  }
  return notes.length === 0 ? play : { ...play, notes };
}

const plain = {
  WP: "wild pitch",
  PB: "passed ball",
  DI: "defensive indifference",
  OA: "other advance",
  OBA: "other advance",
} as const;

type RunningWord = keyof typeof plain | "SB" | "POSB" | "CS" | "POCS" | "PO";

const runningWords: ReadonlySet<string> = new Set([...Object.keys(plain), "SB", "POSB", "CS", "POCS", "PO"]);

export function isRunningWord(word: string): word is RunningWord {
  return runningWords.has(word);
}

const stolenBases: ReadonlyMap<string, StolenBase> = new Map([
  ["2", "second"],
  ["3", "third"],
  ["H", "home"],
  ["4", "home"],
]);

const pickoffBases: ReadonlyMap<string, Exclude<Base, "home">> = new Map([
  ["1", "first"],
  ["2", "second"],
  ["3", "third"],
]);

/** Reads a running play after its first letters. */
export function parseRunning(scanner: Scanner, word: RunningWord): RunningPlay {
  switch (word) {
    case "SB":
    case "POSB":
      return parseStolenBase(scanner, word === "POSB");
    case "CS":
    case "POCS":
      return parseCaughtStealing(scanner, word === "POCS");
    case "PO": {
      const base = scanner.oneOf(pickoffBases, "the base of the runner who is picked off (1, 2 or 3)");
      return { event: "pickoff", base, ...playsOf(scanner) };
    }
    default:
      return { event: plain[word] };
  }
}

function parseStolenBase(scanner: Scanner, isPickoff: boolean): RunningPlay {
  const base = scanner.oneOf(stolenBases, "the base that is stolen (2, 3 or H)");
  const start = scanner.position;
  const { run, plays, rbi } = parseParentheses(scanner);
  if (plays.length > 0 || rbi !== undefined)
    scanner.fail("only (UR) or (TUR) is expected behind a stolen base", start);
  return {
    event: "stolen base",
    base,
    ...(isPickoff && { pickoff: true }),
    ...(run !== undefined && { run }),
  };
}

function parseCaughtStealing(scanner: Scanner, isPickoff: boolean): RunningPlay {
  const base = scanner.oneOf(stolenBases, "the base that a runner tries to steal (2, 3 or H)");
  return { event: "caught stealing", base, ...(isPickoff && { pickoff: true }), ...playsOf(scanner) };
}

/** The fielders after a runner who is caught or picked off. A note in parentheses of its own belongs to the play before it. */
function playsOf(scanner: Scanner) {
  const { plays, run, notes } = parseParentheses(scanner);
  const last = plays.at(-1);
  if (last !== undefined && notes.length > 0)
    plays.splice(-1, 1, { ...last, notes: [...(last.notes ?? []), ...notes] });
  return { ...(plays.length > 0 && { plays }), ...(run !== undefined && { run }) };
}

const accompanyingWords = /POCS|POSB|PO|PB|CS|DI|E|OBA|OA|SB|WP/y;
const joint = /\+(?=[!?#]*[A-Z])|;/y;

/** What happens together with a walk, a strikeout or another runner's move: `+WP`, `;SB3`. */
export function parseWith(scanner: Scanner): { readonly with?: readonly AccompanyingPlay[] } {
  if (scanner.next !== "+" && scanner.next !== ";") return {};
  const found: AccompanyingPlay[] = [];
  while (scanner.run(joint) !== "") {
    const word = scanner.run(accompanyingWords);
    if (word === "E") found.push({ event: "error", fielder: scanner.fielder() });
    else if (isRunningWord(word)) found.push(parseRunning(scanner, word));
    else scanner.fail("a play of a runner such as SB2, CS2(26), PO1(13), WP or PB is expected");
  }
  return found.length === 0 ? {} : { with: found };
}
