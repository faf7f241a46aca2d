import type { TypeName } from "libpg-query";
import { allOf, strings } from "../../src/migrations/syntax-tree.js";
import { qualifiedName } from "./sql-names.js";

/** A column's type as SQL has it, such as `varchar(20)`; built-in ones by PostgreSQL's own names (`int8`). */
export function typeText({ names, typmods, arrayBounds }: TypeName): string {
  const limits = limitsOf(typmods);
  const name = qualifiedName(strings(names).filter((part) => part !== "pg_catalog"));
  return `${name}${limits.length > 0 ? `(${limits.join(",")})` : ""}${"[]".repeat(arrayBounds?.length ?? 0)}`;
}

const limitsOf = (typmods: TypeName["typmods"]) =>
  allOf(typmods, "A_Const").map(({ ival }) => ival?.ival ?? 0);

const serials = ["serial", "serial2", "serial4", "serial8", "smallserial", "bigserial"];

/** True for the serial types, which are an integer with a sequence. */
export function isSerial({ names }: TypeName = {}): boolean {
  return serials.includes(strings(names).at(-1) ?? "");
}

/**
 * True if only the catalog changes when a column gets the other type, without rewriting the table or an index: a limit becomes
 * larger, or is removed.
 */
export function isCheapChange(from: TypeName, to: TypeName): boolean {
  if (typeText(from) === typeText(to)) return true;
  if ([from, to].some(({ arrayBounds }) => (arrayBounds?.length ?? 0) > 0)) return false;
  const [fromName = "", toName = ""] = [from, to].map(({ names }) => strings(names).at(-1));
  const fromLimits = limitsOf(from.typmods);
  const toLimits = limitsOf(to.typmods);
  if (["text", "varchar"].includes(fromName) && ["text", "varchar"].includes(toName)) {
    return toLimits.length === 0 || isWider(fromLimits, toLimits);
  }
  if (fromName !== toName || !widened.includes(toName)) return false;
  return toLimits.length === 0 || isWider(fromLimits, toLimits);
}

const widened = ["numeric", "varbit", "timestamp", "timestamptz", "time", "timetz"];

/** The first limit may grow; a second one, the digits after the point of a numeric, must stay. */
function isWider([from, ...fromRest]: number[], [to, ...toRest]: number[]): boolean {
  return from !== undefined && to !== undefined && to >= from && (fromRest[0] ?? 0) === (toRest[0] ?? 0);
}
