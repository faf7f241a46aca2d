import * as z from "zod";
import { ConfigurationError } from "../errors/errors.js";
import { once } from "./once.js";

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

/** The limits unless a program sets others. */
export const defaultInputLimits: InputLimits = {
  textCharacters: 10_000,
  jsonCharacters: 1_000_000,
  jsonValues: 50_000,
  listElements: 10_000,
};

/** PostgreSQL stores no more than 255 MB in one `jsonb`; a check of this size takes seconds. */
const largest = 50_000_000;

/** How deeply lists and objects may be nested in an input. The limit is fixed. */
export const deepestNesting = 64;

/** The most characters in a season's name. It is in an index, whose rows PostgreSQL limits to 2,704 bytes. The limit is fixed. */
export const seasonCharacters = 100;

let current = defaultInputLimits;

/** The present limits. */
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

/** A value that a `jsonb` column returns as it was stored. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** True for text that PostgreSQL returns unchanged: no NUL character, no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** True for text with at most so many characters. As in PostgreSQL, each code point counts as one. */
export function isAtMost(text: string, characters: number): boolean {
  if (text.length <= characters) return true;
  // A code point has at most two UTF-16 units, so that only short text is counted.
  return text.length <= 2 * characters && Array.from(text).length <= characters;
}

const notJson = "must be a JSON object: finite numbers, well-formed text without NUL, no undefined";

/** Returns why `jsonb` would not return a value unchanged, as a phrase that follows its name; undefined if it would. */
export function jsonFault(value: unknown): string | undefined {
  const { jsonValues, jsonCharacters } = inputLimits();
  const size = { values: 0, characters: 0 };
  if (givesToJson()) return "must not get a toJSON method from Object.prototype or Array.prototype";
  if (!isJson(value, 0)) return isTooLarge() ?? notJson;
  return undefined;

  function isTooLarge(): string | undefined {
    if (size.values > jsonValues) return `must not have more than ${counted(jsonValues)} values`;
    if (size.characters > jsonCharacters)
      return `must not have more than ${counted(jsonCharacters)} characters in all its texts and keys`;
    return undefined;
  }

  function isJson(part: unknown, depth: number): part is Json {
    if (depth > deepestNesting) return false;
    size.values += 1;
    switch (typeof part) {
      case "string":
        return isJsonText(part);
      case "number":
        return Number.isFinite(part) && isTooLarge() === undefined;
      case "boolean":
        return isTooLarge() === undefined;
      case "object":
        return isTooLarge() === undefined && (part === null || isJsonContainer(part, depth));
      default:
        return false;
    }
  }

  function isJsonText(text: string): boolean {
    size.characters += text.length;
    return isTooLarge() === undefined && isStorableText(text);
  }

  function isJsonContainer(container: object, depth: number): boolean {
    if (Array.isArray(container)) {
      for (const item of container as readonly unknown[]) if (!isJson(item, depth + 1)) return false;
      return true;
    }
    if (!isPlainObject(container)) return false;
    for (const key of Object.keys(container)) {
      if (!isJsonText(key)) return false;
      if (!isJson((container as Readonly<Record<string, unknown>>)[key], depth + 1)) return false;
    }
    return true;
  }
}

/** A JSON object that `jsonb` returns unchanged. */
export const jsonObject = once(() =>
  z
    .custom<JsonObject>(
      (value) => typeof value === "object" && value !== null && !Array.isArray(value),
      "must be a JSON object",
    )
    .superRefine((value, context) => {
      const message = jsonFault(value);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    }),
);

/** True for the schema of a JSON document, also where it may be null or left out. */
export function isJsonSchema(schema: z.core.$ZodType): boolean {
  const { innerType } = schema._zod.def as { readonly innerType?: z.core.$ZodType };
  return innerType === undefined ? schema === jsonObject() : isJsonSchema(innerType);
}

/** True if every object or list inherits a `toJSON`, which `JSON.stringify` would call. */
export function givesToJson(): boolean {
  return "toJSON" in Object.prototype || "toJSON" in Array.prototype;
}

/** The time of a `Date`; undefined for any other value, including an object that only inherits from `Date.prototype`. */
export function timeOf(value: unknown): number | undefined {
  if (!(value instanceof Date)) return undefined;
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
}

/** True for an object literal and for one without a prototype, as JSON has them. */
export function isPlainObject(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}
