import type { Json } from "./vocabulary.js";

const deepest = 64;

/** True for text that PostgreSQL gives back unchanged: no NUL character, no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** True for a value that `jsonb` gives back as it was: what JSON would drop or round is refused, not changed. */
export function isStorableJson(value: unknown, depth = 0): value is Json {
  if (depth > deepest) return false;
  switch (typeof value) {
    case "string":
      return isStorableText(value);
    case "number":
      return Number.isFinite(value);
    case "boolean":
      return true;
    case "object":
      return value === null || isStorableContainer(value, depth);
    default:
      return false;
  }
}

function isStorableContainer(value: object, depth: number): boolean {
  if (Array.isArray(value)) return Array.from(value).every((item) => isStorableJson(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.entries(value).every(([key, item]) => isStorableText(key) && isStorableJson(item, depth + 1));
}
