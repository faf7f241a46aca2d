import {
  counted,
  deepestNesting,
  givesToJson,
  inputLimits,
  isPlainObject,
  isStorableText,
  type Json,
  type JsonObject,
  jsonFault,
  timeOf,
} from "./storable-values.js";

/** How much of an input is copied before it is refused. */
export interface SnapshotLimits {
  /** Characters of all texts and keys. */
  readonly characters: number;
  readonly values: number;
  /** Elements of one list. */
  readonly listElements: number;
}

/** Why a value cannot be copied, as a phrase that follows the name of its field. */
class SnapshotFault extends Error {}

/** Replaces a value that cannot be read. */
export class Unreadable {}

/** Replaces an object that is not a plain one, with its enumerable fields. */
class OtherObject {
  [field: string]: unknown;
}

/**
 * Copies an input, reading each of its properties once, so that what is checked is what is sent, whatever getters, proxies and
 * `toJSON` methods do. The copy consists of plain objects, lists, dates and primitive values. Its size is limited, so that a value
 * that contains itself, or the same part many times, is refused in milliseconds.
 */
export class Snapshot {
  readonly #limits: SnapshotLimits;
  readonly #ancestors: object[] = [];
  #values = 0;
  #characters = 0;

  constructor(limits: SnapshotLimits) {
    this.#limits = limits;
  }

  /** Copies one value, or returns why it cannot be copied. */
  take(value: unknown): { readonly copy: unknown } | { readonly fault: string } {
    try {
      return { copy: this.#copy(value) };
    } catch (error) {
      this.#ancestors.length = 0;
      return {
        fault: error instanceof SnapshotFault ? error.message : "cannot be read: a property of it throws",
      };
    }
  }

  #copy(value: unknown): unknown {
    this.#count(1, typeof value === "string" ? value.length : 0);
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Unreadable) throw new SnapshotFault("cannot be read: it throws");
    const time = timeOf(value);
    if (time !== undefined) return new Date(time);
    if (this.#ancestors.includes(value)) throw new SnapshotFault("must not contain itself");
    // A JSON document may be nested some levels deep in an input, and has all its own levels there.
    if (this.#ancestors.length > 2 * deepestNesting)
      throw new SnapshotFault(`must not be nested deeper than ${deepestNesting} levels`);
    this.#ancestors.push(value);
    const copy = Array.isArray(value) ? this.#copyList(value) : this.#copyObject(value);
    this.#ancestors.pop();
    return copy;
  }

  #copyList(list: readonly unknown[]): unknown[] {
    const { length } = list;
    if (length > this.#limits.listElements)
      throw new SnapshotFault(
        `must not have a list of more than ${counted(this.#limits.listElements)} elements`,
      );
    const copy: unknown[] = [];
    for (let index = 0; index < length; index += 1) copy.push(this.#copy(list[index]));
    // One key more, for `length`.
    if (Reflect.ownKeys(list).length > length + 1)
      throw new SnapshotFault("must not have a list with properties besides its elements");
    return copy;
  }

  #copyObject(object: object): object {
    const isPlain = isPlainObject(object);
    const copy = isPlain ? {} : new OtherObject();
    if (!isPlain && hasElementProperties(object)) return copy;
    const keys = Object.keys(object);
    if (isPlain && Reflect.ownKeys(object).length > keys.length)
      throw new SnapshotFault("must not have hidden properties or symbols as keys");
    for (const key of keys) {
      this.#count(0, key.length);
      setField(copy, key, this.#copy((object as Readonly<Record<string, unknown>>)[key]));
    }
    return copy;
  }

  #count(values: number, characters: number): void {
    this.#values += values;
    this.#characters += characters;
    if (this.#values > this.#limits.values)
      throw new SnapshotFault(`must not have more than ${counted(this.#limits.values)} values in all`);
    if (this.#characters > this.#limits.characters)
      throw new SnapshotFault(
        `must not have more than ${counted(this.#limits.characters)} characters in all its texts and keys`,
      );
  }
}

/** True for typed arrays and boxed strings, each of whose elements is a property. */
const hasElementProperties = (object: object) => ArrayBuffer.isView(object) || object instanceof String;

/** Sets `__proto__` as an ordinary field. */
export function setField(object: object, field: string, value: unknown): void {
  if (field === "__proto__")
    Object.defineProperty(object, field, { value, enumerable: true, configurable: true, writable: true });
  else (object as Record<string, unknown>)[field] = value;
}

/** Much larger than the usual metadata of a play. */
const smallDocument = { values: 200, depth: 8 };

/** Copies and checks a document in one pass. It throws if the full check is needed. */
class SmallDocument {
  #values = smallDocument.values;
  #characters = inputLimits().jsonCharacters;

  copyObject(object: object, depth: number): JsonObject {
    this.#values -= 1;
    // Checked first: a typed array has each of its elements as a key, which may be millions.
    if (depth > smallDocument.depth || !isPlainObject(object)) throw needsFullCheck;
    const keys = Object.keys(object);
    if (Reflect.ownKeys(object).length > keys.length) throw needsFullCheck;
    const copy: Record<string, Json> = {};
    for (const key of keys) {
      this.#text(key);
      setField(copy, key, this.#copy((object as Readonly<Record<string, unknown>>)[key], depth + 1));
    }
    return copy;
  }

  #copy(part: unknown, depth: number): Json {
    if (this.#values <= 0) throw needsFullCheck;
    if (typeof part === "object" && part !== null)
      return Array.isArray(part) ? this.#copyList(part, depth) : this.copyObject(part, depth);
    this.#values -= 1;
    if (typeof part === "string") return this.#text(part);
    if (part === null || typeof part === "boolean" || Number.isFinite(part)) return part as Json;
    throw needsFullCheck;
  }

  #copyList(list: readonly unknown[], depth: number): Json[] {
    this.#values -= 1;
    const { length } = list;
    if (depth > smallDocument.depth || length > this.#values) throw needsFullCheck;
    const copy: Json[] = [];
    for (let index = 0; index < length; index += 1) copy.push(this.#copy(list[index], depth + 1));
    // One key more, for `length`.
    if (Reflect.ownKeys(list).length > length + 1) throw needsFullCheck;
    return copy;
  }

  #text(text: string): string {
    this.#characters -= text.length;
    if (this.#characters < 0 || !isStorableText(text)) throw needsFullCheck;
    return text;
  }
}

const needsFullCheck = new Error("the full check is needed");

function smallJsonObject(object: object): JsonObject | undefined {
  if (inputLimits().jsonValues < smallDocument.values || givesToJson()) return undefined;
  try {
    return new SmallDocument().copyObject(object, 0);
  } catch {
    // The full check finds the reason.
    return undefined;
  }
}

/**
 * Returns a checked copy of a JSON object; undefined for anything else. A document that is too large or too deep for the quick
 * check is read a second time, and the result is that of the second reading.
 */
export function jsonObjectOf(value: unknown): JsonObject | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const small = Array.isArray(value) ? undefined : smallJsonObject(value);
  if (small !== undefined) return small;
  const { jsonValues, jsonCharacters } = inputLimits();
  const taken = new Snapshot({
    values: jsonValues,
    characters: jsonCharacters,
    listElements: jsonValues,
  }).take(value);
  if ("fault" in taken || Array.isArray(taken.copy) || jsonFault(taken.copy) !== undefined) return undefined;
  return taken.copy as JsonObject;
}
