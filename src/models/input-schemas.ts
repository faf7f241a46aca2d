import { type Column, getTableColumns, SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as z from "zod";
import type { Lengths, Pattern, Patterns, Ranges } from "./check-constraints.js";
import { once } from "./once.js";
import { counted, inputLimits, isAtMost, isStorableText, jsonObject } from "./storable-values.js";
import {
  addValidator,
  type ChangedColumns,
  changeValidator,
  type LazySchema,
  rowValidator,
} from "./validate.js";

/** A row of a table, without the columns that only the operations use. */
export type RowOf<Table extends { readonly $inferSelect: object }, Hidden extends string = never> = Omit<
  Table["$inferSelect"],
  Hidden
>;

type RequiredFields<Insert> = {
  [Field in keyof Insert]-?: object extends Pick<Insert, Field> ? never : Field;
}[keyof Insert];
type Optional<Row> = { [Field in keyof Row]?: Row[Field] | undefined };

/** The fields of a row that an INSERT sets, with the types and the documentation of the row's fields. */
export type InputOf<Row, Insert> = Pick<Row, keyof Row & RequiredFields<Insert>> &
  Optional<Pick<Row, keyof Row & Exclude<keyof Insert, RequiredFields<Insert>>>>;

/** An insertable row with every default filled in: what a compiled INSERT binds. */
export type Values<Insert> = { [Field in keyof Insert]-?: Exclude<Insert[Field], undefined> };

const firstTime = new Date("0001-01-01T00:00:00.000Z");
const endOfTime = new Date("+010000-01-01T00:00:00.000Z");

/** An identifier from another service, such as a card's or a player's: any whole number up to 2^53. */
export const identifier = once(() => z.int());

/** A UUID of any version, as PostgreSQL accepts it (zod's `uuid()` does not) and writes it. */
export const uuidText = once(() => z.guid().toLowerCase());

/** The version of a game that a caller has read; null where the caller accepts any. */
export const expectedVersion = once(() => z.int32().min(0).nullable().default(null));

/** A time that PostgreSQL reads as JavaScript writes it. */
export const time = once(() =>
  z.date().refine((date) => date >= firstTime && date < endOfTime, "must be in the years 1 to 9999"),
);

/** Text that a column can store. @param most the maximum length in characters. Default: that of {@link inputLimits} */
export function storableText(most?: number): z.ZodType<string> {
  return z.string().superRefine((text, context) => {
    const characters = most ?? inputLimits().textCharacters;
    const message = isAtMost(text, characters)
      ? isStorableText(text)
        ? undefined
        : "must be text that PostgreSQL can store: well-formed Unicode without NUL"
      : `must have at most ${counted(characters)} characters`;
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

interface InputOptions {
  readonly ranges?: Ranges;
  readonly patterns?: Patterns;
  readonly lengths?: Lengths;
  /** Columns that the database or an operation fills in: an input that has one is refused. */
  readonly omit?: readonly string[];
}

/**
 * Derives the schema of a table's input from its columns: types, ranges, enumerations and defaults are those of the model,
 * unknown fields are refused, and the result has every column.
 */
export function inputSchema<Table extends PgTable>(
  table: Table,
  { ranges = {}, patterns = {}, lengths = {}, omit = [] }: InputOptions = {},
): LazySchema {
  const given = once(() =>
    Object.entries(getTableColumns(table) as Record<string, PgColumn>).filter(
      ([field, column]) => !omit.includes(field) && !isMadeByDatabase(column),
    ),
  );
  const schema = once(() => {
    const shape = given().map(([field, column]) => {
      const pattern = patterns[field];
      const type =
        pattern === undefined ? columnSchema(column, ranges[field], lengths[field]) : patternSchema(pattern);
      return [field, withDefault(column, type)] as const;
    });
    return z.strictObject(Object.fromEntries(shape));
  });
  addValidator(schema, () => rowValidator(Object.fromEntries(given()), { ranges, patterns, lengths }));
  return schema;
}

/** Derives the schema of a change from the columns that it names, as {@link inputSchema} does that of a row. */
export function changeSchema(columns: ChangedColumns, ranges: Ranges): LazySchema {
  const schemas = ([field, column]: [string, Column]) =>
    [field, columnSchema(column, ranges[field])] as const;
  const schema = once(() => {
    const required = Object.entries(columns.required).map(schemas);
    const optional = Object.entries(columns.optional).map(schemas);
    const besides = Object.entries(columns.besides ?? {}).map(schemas);
    return z.strictObject({
      ...Object.fromEntries(required),
      ...Object.fromEntries(optional.map(([field, type]) => [field, type.nullable().default(null)])),
      ...Object.fromEntries(besides.map(([field, type]) => [field, leftOut(type.nullable())])),
    });
  });
  addValidator(schema, () => changeValidator(columns, { ranges }));
  return schema;
}

const leftOut = (schema: z.ZodType) => schema.optional().transform(() => undefined);

function isMadeByDatabase({ generated, generatedIdentity }: PgColumn): boolean {
  return generated !== undefined || generatedIdentity?.type === "always";
}

function columnSchema(column: Column, range?: Ranges[string], length?: number): z.ZodType {
  switch (column.columnType) {
    case "PgUUID":
      return uuidText();
    case "PgTimestamp":
      return time();
    case "PgText":
      return column.enumValues?.length ? z.enum(column.enumValues) : storableText(length);
    case "PgJsonb":
      return jsonObject();
    case "PgBoolean":
      return z.boolean();
    case "PgReal":
      return within(z.number(), range);
    case "PgSmallInt":
      return within(z.int(), range ?? [-(2 ** 15), 2 ** 15 - 1]);
    case "PgInteger":
      return within(z.int(), range ?? [-(2 ** 31), 2 ** 31 - 1]);
    case "PgBigInt53":
      return within(identifier(), range);
    default:
      throw new TypeError(`${column.name} is a ${column.columnType}, for which there is no input schema yet`);
  }
}

function patternSchema({ pattern, message }: Pattern): z.ZodType {
  const expression = new RegExp(pattern);
  return z.string().refine((text) => expression.test(text), message);
}

function within(schema: z.ZodNumber, range: Ranges[string] | undefined): z.ZodNumber {
  return range === undefined ? schema : schema.min(range[0]).max(range[1]);
}

/** Adds the value for a field that is left out: null, the column's default, or the present time. */
function withDefault(column: Column, schema: z.ZodType): z.ZodType {
  if (!column.notNull) return schema.nullable().default(null);
  if (!column.hasDefault) return schema;
  const fallback = column.default;
  if (fallback instanceof SQL) return column.dataType === "date" ? schema.default(() => new Date()) : schema;
  return schema.default(fallback as never);
}
