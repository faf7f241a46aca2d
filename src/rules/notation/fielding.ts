import type { DetailedAdvance, FieldingPlay } from "./event.js";
import type { Scanner } from "./scanner.js";

const words = /[A-Z][A-Z0-9]*/y;
const note = /[A-Z0-9]+/y;

/** What parentheses behind a runner's move may hold beside the fielders. */
const knownWords = /^(?:TH[123H]?|SB[234H]?|WP|PB|AP|BR|OBS|[BRFU]?INT|[MU]?REV|[RU]\d*)$/;

/** `64`, `6E4`, `E4`; `99` when nobody knows. */
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

/** What the parentheses behind a runner's move say. */
export interface Parentheses {
  readonly plays: FieldingPlay[];
  readonly run: DetailedAdvance["run"];
  readonly rbi: DetailedAdvance["rbi"];
  readonly notes: readonly string[];
}

/** All the parentheses that come next: `(UR)(E5/TH)(NR)`. */
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
      else if (knownWords.test(word)) notes.push(word);
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
