import { getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import { type Check, check, type PgColumn, type PgTable } from "drizzle-orm/pg-core";

/** The smallest and the largest value that a column takes. */
type Range = readonly [smallest: number, largest: number];
export type Ranges = Readonly<Record<string, Range>>;

/** The format of a text column: a regular expression that PostgreSQL and JavaScript evaluate alike. */
export interface Pattern {
  readonly pattern: string;
  /** The condition in words, as a phrase that follows the field's name. */
  readonly message: string;
}
export type Patterns = Readonly<Record<string, Pattern>>;

/** The maximum lengths of text columns in characters, where the database checks them too. */
export type Lengths = Readonly<Record<string, number>>;

/**
 * A condition on several columns of one row. It is written twice, side by side: for PostgreSQL as a CHECK, and for TypeScript, so
 * that invalid input is refused before it is sent. A property test checks that both are equal.
 */
export interface Rule<Field extends string> {
  /** The constraint's name in the database. */
  readonly name: string;
  /** The fields that the rule reads, by their TypeScript names; the first is the one reported as wrong. */
  readonly fields: readonly [Field, ...Field[]];
  /** The condition in words, as a phrase that follows the first field's name. */
  readonly message: string;
  readonly check: string;
  /** The condition in TypeScript. A boolean column is given as a boolean, or as 1 or 0. */
  holds(row: Readonly<Record<Field, number | null>>): boolean;
}

/** A condition that every row of a table satisfies, as SQL. As in any CHECK, null counts as true. */
export interface NamedCheck {
  readonly name: string;
  /** The column that an error names. */
  readonly column: string;
  readonly condition: string;
}

/** The conditions on a table's rows, besides the types, enumerations and JSON objects of its columns. */
export interface TableRules {
  readonly ranges?: Ranges;
  readonly patterns?: Patterns;
  readonly lengths?: Lengths;
  readonly rules?: readonly Rule<string>[];
  readonly others?: readonly NamedCheck[];
}

/**
 * Every condition on a table's rows, by name: `<table>_<column>_range`, `_pattern`, `_length`, `_values` for a column that takes
 * one of a list of words, `_object` for one that contains a JSON object, and each rule under its own name.
 *
 * @throws {TypeError} when a range, pattern, length or rule is for a column that the table does not have
 */
function namedChecks(table: PgTable, rules: TableRules): NamedCheck[] {
  const tableName = getTableName(table);
  const columns: Readonly<Record<string, PgColumn>> = getTableColumns(table);
  const named = (field: string, kind: string, conditionOf: (column: string) => string): NamedCheck => {
    const column = columns[field]?.name;
    if (column === undefined) throw new TypeError(`${tableName} has no column for the ${kind} of ${field}`);
    return { name: `${tableName}_${column}_${kind}`, column, condition: conditionOf(column) };
  };
  const ofType = (isMeant: (column: PgColumn) => boolean) =>
    Object.entries(columns).filter(([, column]) => isMeant(column));
  return [
    ...Object.entries(rules.ranges ?? {}).map(([field, [smallest, largest]]) =>
      named(field, "range", (column) => `${column} between ${smallest} and ${largest}`),
    ),
    ...ofType(({ enumValues }) => (enumValues?.length ?? 0) > 0).map(([field, { enumValues = [] }]) =>
      named(
        field,
        "values",
        (column) => `${column} in (${enumValues.map((word) => `'${word}'`).join(", ")})`,
      ),
    ),
    ...Object.entries(rules.patterns ?? {}).map(([field, { pattern }]) =>
      named(field, "pattern", (column) => `${column} ~ '${pattern}'`),
    ),
    ...Object.entries(rules.lengths ?? {}).map(([field, most]) =>
      named(field, "length", (column) => `char_length(${column}) <= ${most}`),
    ),
    ...ofType(({ columnType }) => columnType === "PgJsonb").map(([field]) =>
      named(field, "object", (column) => `jsonb_typeof(${column}) = 'object'`),
    ),
    ...(rules.rules ?? []).map(({ name, fields: [field], check: condition }) => ({
      ...named(field, "rule", () => condition),
      name,
    })),
    ...(rules.others ?? []),
  ];
}

/**
 * The conditions as one CHECK each, for a table that has few.
 *
 * @param column any column of the table
 */
export function plainChecks({ table }: PgColumn, rules: TableRules) {
  return namedChecks(table, rules).map(({ name, condition }) => check(name, sql.raw(condition)));
}

/**
 * The conditions as one CHECK, `<table>_check`, that calls a function of this name. PostgreSQL reads and prepares every
 * CHECK of a table at every statement; a function in PL/pgSQL is compiled once per session. The function refuses a row
 * with the error of a CHECK that has the violated condition's name.
 *
 * @param column any column of the table
 */
export function checkByFunction({ table }: PgColumn, rules: TableRules) {
  const tableName = getTableName(table);
  const checks = namedChecks(table, rules);
  const read = (Object.values(getTableColumns(table)) as PgColumn[]).filter(({ name }) =>
    checks.some(({ condition }) => mentions(condition, name)),
  );
  const name = `${tableName}_check`;
  const call = sql.raw(`${name}(${read.map((column) => quoted(column.name)).join(", ")})`);
  functionsCalled.set(call, { checks, create: createFunction(name, tableName, { checks, read }) });
  return check(name, call);
}

/** The function that a CHECK calls. */
interface CheckFunction {
  /** What the function checks. */
  readonly checks: readonly NamedCheck[];
  /** The statement that makes it. */
  readonly create: string;
}

const functionsCalled = new WeakMap<SQL, CheckFunction>();

/** The function that a CHECK calls; undefined for a CHECK that calls none. */
export function functionBehind({ value }: Pick<Check, "value">): CheckFunction | undefined {
  return functionsCalled.get(value);
}

/** A row names a card (PD) or a player (SBA), never both and never neither. */
export function cardOrPlayer(tableName: string): NamedCheck {
  return {
    name: `${tableName}_card_or_player`,
    column: "card_id",
    condition: "num_nonnulls(card_id, player_id) = 1",
  };
}

interface FunctionParts {
  readonly checks: readonly NamedCheck[];
  readonly read: readonly PgColumn[];
}

/**
 * Of several violated conditions, the first by name is reported, as PostgreSQL does. The search path is set, because operators in
 * a function's body are looked up when it runs, and an operator of the same name in another schema must not be used.
 */
function createFunction(name: string, tableName: string, { checks, read }: FunctionParts): string {
  const parameters = read.map((column) => `  ${quoted(column.name)} ${column.getSQLType()}`).join(",\n");
  const branches = checks
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((each) => `    when not (${each.condition}) then array['${each.name}', '${each.column}']`);
  return `create function ${name}(
${parameters}
) returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $check$
declare
  broken text[];
begin
${returnWhereAllHold(checks, read)}
  broken := case
${branches.join("\n")}
  end;
  raise exception using
    errcode = 'check_violation',
    message = format('new row for relation "%s" violates check constraint "%s"', '${tableName}', broken[1]),
    table = '${tableName}', column = broken[2], constraint = broken[1];
end
$check$`;
}

/** `x is null or (…)`: a condition only on rows in which the column is not null. */
const ofRareColumn = /^(\w+) is null or \(/;

/**
 * Every operator of an expression is prepared in each transaction that evaluates the expression. So long conditions on columns that
 * are usually null are in a separate expression, which is skipped if all of these columns are null.
 */
function returnWhereAllHold(checks: readonly NamedCheck[], read: readonly PgColumn[]): string {
  const rare = checks.filter(({ condition }) => ofRareColumn.test(condition));
  const columns = rare.map(({ condition }) => ofRareColumn.exec(condition)?.[1]);
  const returnIf = (conditions: readonly string[], indent: string) =>
    `${indent}if (\n${indent}  ${conditions.join(`\n${indent}  and `)}\n${indent}) is not false then`;
  const usual = returnIf(
    togetherConditions(
      checks.filter((each) => !rare.includes(each)),
      read,
    ),
    "  ",
  );
  if (rare.length === 0) return `${usual}\n    return true;\n  end if;`;
  return `${usual}
    if num_nonnulls(${columns.join(", ")}) = 0 then
      return true;
    end if;
${returnIf(togetherConditions(rare, read), "    ")}
      return true;
    end if;
  end if;`;
}

/**
 * Returns the conditions to be joined by AND. Columns of one type and range are compared by GREATEST and LEAST, which takes two
 * operators for all of them, because each operator is prepared in every transaction. Like a CHECK, GREATEST and LEAST ignore nulls.
 */
function togetherConditions(checks: readonly NamedCheck[], read: readonly PgColumn[]): string[] {
  const ranges = new Map<string, { bounds: RegExpExecArray; columns: string[] }>();
  const others: string[] = [];
  for (const { column, condition } of checks) {
    const bounds = /^\w+ between (\S+) and (\S+)$/.exec(condition);
    if (bounds === null) {
      others.push(`(${condition})`);
      continue;
    }
    const type = read.find(({ name }) => name === column)?.getSQLType();
    const key = `${type} ${bounds[1]} ${bounds[2]}`;
    const group = ranges.get(key) ?? { bounds, columns: [] };
    group.columns.push(column);
    ranges.set(key, group);
  }
  const joined = [...ranges.values()].flatMap(({ bounds: [all, smallest, largest], columns }) =>
    columns.length === 1
      ? [all]
      : [`least(${columns.join(", ")}) >= ${smallest}`, `greatest(${columns.join(", ")}) <= ${largest}`],
  );
  return [...joined, ...others];
}

/** True if a condition reads a column: its name occurs outside quotes. */
function mentions(condition: string, column: string): boolean {
  return new RegExp(`\\b${column}\\b`).test(condition.replaceAll(/'[^']*'/g, ""));
}

/** Quotes a column name. Some, such as `position`, are keywords if they are names of parameters. */
function quoted(name: string): string {
  return `"${name}"`;
}
