import { NotationError } from "../../errors/errors.js";
import type { Fielder } from "./play-event.js";

const marks = "!?#";
/** The most characters of a text that an error shows. */
const longest = 200;
const smallLetters = /[a-z]/;

/** Reads a play's text from left to right. Marks may be anywhere in it; the scanner collects them. */
export class Scanner {
  readonly #source: string;
  readonly #text: string;
  #position: number;
  #marks = "";

  constructor(source: string) {
    this.#source = source;
    // Not toUpperCase(): some letters become two, and positions would be wrong.
    const capitals = smallLetters.test(source)
      ? source.replace(/[a-z]/g, (letter) => letter.toUpperCase())
      : source;
    this.#text = capitals.trimEnd();
    this.#position = this.#text.length - this.#text.trimStart().length;
    this.#skipMarks();
  }

  /** The next character; empty at the end. */
  get next(): string {
    return this.#text.charAt(this.#position);
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  /** Takes a text if it comes next. */
  take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#position)) return false;
    this.#position += text.length;
    this.#skipMarks();
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) this.fail(`"${text}" is expected`);
  }

  /** Takes the text that a sticky expression matches here; empty if it does not match. */
  run(expression: RegExp): string {
    expression.lastIndex = this.#position;
    if (!expression.test(this.#text)) return "";
    const found = this.#text.slice(this.#position, expression.lastIndex);
    this.#position = expression.lastIndex;
    this.#skipMarks();
    return found;
  }

  /** True if a sticky expression matches here. */
  sees(expression: RegExp): boolean {
    expression.lastIndex = this.#position;
    return expression.test(this.#text);
  }

  /** Takes fielders, as many as there are. */
  fielders(): Fielder[] {
    const found: Fielder[] = [];
    for (let digit = this.next; digit >= "1" && digit <= "9"; digit = this.next) {
      found.push(Number(digit) as Fielder);
      this.take(digit);
    }
    return found;
  }

  /** @param expected what the notation needs here, as a phrase that "is expected" follows in the error */
  fielder(expected = "a fielder's number"): Fielder {
    const digit = this.next;
    if (digit < "1" || digit > "9") this.fail(`${expected} from 1 to 9 is expected`);
    this.take(digit);
    return Number(digit) as Fielder;
  }

  /** Takes one of several letters, and returns its meaning. */
  oneOf<Value>(choices: ReadonlyMap<string, Value>, expected: string): Value {
    const value = choices.get(this.next);
    if (value === undefined) this.fail(`${expected} is expected`);
    this.take(this.next);
    return value;
  }

  /** Returns the marks since the last call. */
  takeMarks(): string {
    const found = this.#marks;
    this.#marks = "";
    return found;
  }

  /** Takes `+` and `-` where they say how hard the ball was hit. */
  takeStrength(): void {
    while (this.next === "+" || this.next === "-") {
      const following = this.#text.charAt(this.#position + 1);
      if (following >= "A" && following <= "Z") return;
      this.#marks += this.next;
      this.#position += 1;
      this.#skipMarks();
    }
  }

  /** @throws {NotationError} */
  fail(expected: string, position = this.#position): never {
    const text = this.#source.length > longest ? `${this.#source.slice(0, longest)}…` : this.#source;
    const isEnd = position >= this.#text.length;
    const found = isEnd ? "the text ends" : `there is "${this.#source.charAt(position)}"`;
    throw new NotationError(
      `"${text}" is not a play: at character ${position + 1} ${found}, where ${expected}.`,
      { details: { text, position } },
    );
  }

  get position(): number {
    return this.#position;
  }

  #skipMarks(): void {
    for (let mark = this.next; mark !== "" && marks.includes(mark); mark = this.next) {
      this.#marks += mark;
      this.#position += 1;
    }
  }
}
