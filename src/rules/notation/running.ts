import type { AccompanyingPlay, Base, RunningPlay, StolenBase } from "./event.js";
import { parseParentheses } from "./fielding.js";
import type { Scanner } from "./scanner.js";

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

/** What runners do, behind its first letters. */
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

/** The fielders behind a runner who is caught or picked off. A note of its own belongs to the play before it. */
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
