import { ConfigurationError } from "../errors/index.js";

/** How large an input may be. What is larger is refused with a `ValidationError` before anything is sent. */
export interface InputLimits {
  /** Characters in one text. */
  readonly textCharacters: number;
  /** Characters in one JSON document: those of all its texts and keys. */
  readonly jsonCharacters: number;
  /** Values in one JSON document: objects, lists, texts, numbers, booleans and nulls, each time that they appear. */
  readonly jsonValues: number;
  /** Elements in one list. */
  readonly listElements: number;
}

/** The limits that hold unless a program sets others. */
export const defaultInputLimits: InputLimits = {
  textCharacters: 10_000,
  jsonCharacters: 1_000_000,
  jsonValues: 50_000,
  listElements: 10_000,
};

/** PostgreSQL stores no more than 255 MB in one `jsonb`; a check of this size takes seconds. */
const largest = 50_000_000;

/** How deep lists and objects may be nested in an input. It cannot be raised. */
export const deepestNesting = 64;

/** A season's name is in an index, whose rows PostgreSQL limits to 2,704 bytes. It cannot be raised. */
export const seasonCharacters = 100;

let current = defaultInputLimits;

/** The limits that hold now. */
export const inputLimits = (): InputLimits => current;

/**
 * Sets limits of inputs for the whole program; those that are left out get their defaults.
 *
 * @example
 * ```ts
 * setInputLimits({ jsonCharacters: 8_000_000 }); // snapshots of up to 8 million characters
 * ```
 * @param limits whole numbers from 1 to 50,000,000
 * @throws {ConfigurationError} naming the limit that is not such a number; then nothing changes
 */
export function setInputLimits(limits: Partial<InputLimits> = {}): void {
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(defaultInputLimits, name)) {
      throw new ConfigurationError(
        `There is no input limit ${name}. The limits are ${Object.keys(defaultInputLimits).join(", ")}.`,
      );
    }
    if (value !== undefined && (!Number.isInteger(value) || value < 1 || value > largest)) {
      throw new ConfigurationError(
        `The input limit ${name} must be a whole number from 1 to ${counted(largest)}.`,
      );
    }
  }
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  current = { ...defaultInputLimits, ...Object.fromEntries(given) };
}

/** `50,000` */
export const counted = (count: number) => count.toLocaleString("en-US");
