import { counted, deepestNesting, inputLimits } from "./limits.js";
import { isPlainObject, Snapshot } from "./snapshot.js";
import type { Json, JsonObject } from "./vocabulary.js";

/** True for text that PostgreSQL gives back unchanged: no NUL character, no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** True for text with at most so many characters, as PostgreSQL counts them: one for each code point. */
export function isAtMost(text: string, characters: number): boolean {
  if (text.length <= characters) return true;
  // A character has at most two parts here, so that this is never a long text.
  return text.length <= 2 * characters && Array.from(text).length <= characters;
}

const notJson = "must be a JSON object: finite numbers, well-formed text without NUL, no undefined";

/** Why a value cannot be stored as JSON and come back as it was, as a phrase that follows its name; nothing when it can. */
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

/** `JSON.stringify` would ask it, and send what it says instead of what was checked. */
function givesToJson(): boolean {
  return "toJSON" in Object.prototype || "toJSON" in Array.prototype;
}

/** Far more than the details of a play have. */
const smallDocument = { values: 200, depth: 8 };

/** Copies and checks a document in one pass; it throws where that takes a closer look. */
class SmallDocument {
  #values = smallDocument.values;
  #characters = inputLimits().jsonCharacters;

  copyObject(object: object, depth: number): JsonObject {
    this.#values -= 1;
    // Asked first: the elements of bytes are keys of theirs, which may be millions.
    if (depth > smallDocument.depth || !isPlainObject(object)) throw closerLook;
    const keys = Object.keys(object);
    if (Reflect.ownKeys(object).length > keys.length) throw closerLook;
    const copy: Record<string, Json> = {};
    for (const key of keys) {
      if (key === "__proto__") throw closerLook;
      this.#text(key);
      copy[key] = this.#copy((object as Readonly<Record<string, unknown>>)[key], depth + 1);
    }
    return copy;
  }

  #copy(part: unknown, depth: number): Json {
    if (this.#values <= 0) throw closerLook;
    if (typeof part === "object" && part !== null)
      return Array.isArray(part) ? this.#copyList(part, depth) : this.copyObject(part, depth);
    this.#values -= 1;
    if (typeof part === "string") return this.#text(part);
    if (part === null || typeof part === "boolean" || Number.isFinite(part)) return part as Json;
    throw closerLook;
  }

  #copyList(list: readonly unknown[], depth: number): Json[] {
    this.#values -= 1;
    const { length } = list;
    if (depth > smallDocument.depth || length > this.#values) throw closerLook;
    const copy: Json[] = [];
    for (let index = 0; index < length; index += 1) copy.push(this.#copy(list[index], depth + 1));
    // The further one is `length`.
    if (Reflect.ownKeys(list).length > length + 1) throw closerLook;
    return copy;
  }

  #text(text: string): string {
    this.#characters -= text.length;
    if (this.#characters < 0 || !isStorableText(text)) throw closerLook;
    return text;
  }
}

const closerLook = new Error("a closer look is needed");

function smallJsonObject(object: object): JsonObject | undefined {
  if (inputLimits().jsonValues < smallDocument.values || givesToJson()) return undefined;
  try {
    return new SmallDocument().copyObject(object, 0);
  } catch {
    // The closer look finds out why.
    return undefined;
  }
}

/** A copy of a JSON object, read once and checked; nothing of what is not one. */
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
