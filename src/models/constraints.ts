import { type SQL, sql } from "drizzle-orm";
import { check } from "drizzle-orm/pg-core";

/** The smallest and the largest value that a column takes. */
type Range = readonly [smallest: number, largest: number];
export type Ranges = Readonly<Record<string, Range>>;

/** The form that a column of text has: a regular expression that means the same to PostgreSQL and to JavaScript. */
export interface Pattern {
  readonly pattern: string;
  /** What must hold, as a phrase that follows the field's name. */
  readonly message: string;
}
export type Patterns = Readonly<Record<string, Pattern>>;

/** The most characters that columns of text take, where the database limits them too. */
export type Lengths = Readonly<Record<string, number>>;

/**
 * Something that several columns of one row must agree on. It is written twice, side by side: for PostgreSQL as
 * a CHECK constraint, and for TypeScript, so that bad input is refused before it is sent. A property test holds
 * the two equal.
 */
export interface Rule<Field extends string> {
  /** The constraint's name in the database. */
  readonly name: string;
  /** The fields that the rule reads, by their TypeScript names; the first is the one reported as wrong. */
  readonly fields: readonly [Field, ...Field[]];
  /** What must hold, as a phrase that follows the first field's name. */
  readonly message: string;
  readonly check: string;
  /** Takes numbers and nulls; what is true or false comes as it is, or as 1 or 0. */
  holds(row: Readonly<Record<Field, number | null>>): boolean;
}

/** A CHECK for every column with a range, named `<table>_<column>_range`. */
export function rangeChecks(
  tableName: string,
  columns: Record<string, { readonly name: string }>,
  ranges: Ranges,
) {
  return Object.entries(ranges).map(([field, [smallest, largest]]) => {
    const column = columns[field];
    if (column === undefined) throw new TypeError(`${tableName} has no column for the range of ${field}`);
    return check(
      `${tableName}_${column.name}_range`,
      raw(`${column.name} between ${smallest} and ${largest}`),
    );
  });
}

/** A CHECK for every column of a certain form, named `<table>_<column>_pattern`. */
export function patternChecks(
  tableName: string,
  columns: Record<string, { readonly name: string }>,
  patterns: Patterns,
) {
  return Object.entries(patterns).map(([field, { pattern }]) => {
    const column = columns[field];
    if (column === undefined) throw new TypeError(`${tableName} has no column for the pattern of ${field}`);
    return check(`${tableName}_${column.name}_pattern`, raw(`${column.name} ~ '${pattern}'`));
  });
}

/** A CHECK for every column of a limited length, named `<table>_<column>_length`. */
export function lengthChecks(
  tableName: string,
  columns: Record<string, { readonly name: string }>,
  lengths: Lengths,
) {
  return Object.entries(lengths).map(([field, most]) => {
    const column = columns[field];
    if (column === undefined) throw new TypeError(`${tableName} has no column for the length of ${field}`);
    return check(`${tableName}_${column.name}_length`, raw(`char_length(${column.name}) <= ${most}`));
  });
}

/** A CHECK for every column that takes one of a list of words, named `<table>_<column>_values`. */
export function wordChecks(tableName: string, words: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(words).map(([column, allowed]) =>
    check(
      `${tableName}_${column}_values`,
      raw(`${column} in (${allowed.map((word) => `'${word}'`).join(", ")})`),
    ),
  );
}

/** A CHECK for every rule. */
export function ruleChecks(rules: readonly Rule<string>[]) {
  return rules.map((rule) => check(rule.name, raw(rule.check)));
}

/** A row names a card (PD) or a player (SBA), never both and never neither. */
export function cardOrPlayerCheck(tableName: string) {
  return check(`${tableName}_card_or_player`, raw("num_nonnulls(card_id, player_id) = 1"));
}

function raw(text: string): SQL {
  return sql.raw(text);
}
