import { type Column, is, Param, Placeholder, type Query, SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { PgDialect, PgReal } from "drizzle-orm/pg-core";
import * as schema from "../models/schema.js";
import { type Field, type Fields, flatFields, rowReader, uniquelyNamed } from "./rows.js";

/** Builds typed queries, whose columns all have names of their own; it has no connection and cannot run any. */
export const build = drizzle.mock({ schema });
const select = build.select.bind(build) as (fields?: Fields) => unknown;
build.select = ((fields?: Fields) => select(fields && uniquelyNamed(fields))) as typeof build.select;
const dialect = new PgDialect();

/**
 * One statement of ours: SQL text that is made once, when the program loads, with how values go in and rows come
 * out. `name` is the operation's, and the prepared statement's.
 */
export interface Statement<Values, Row> {
  readonly name: string;
  /** Whether a lost connection leaves open what happened: only a write can have been committed. */
  readonly access: "read" | "write";
  readonly text: string;
  /** What the answer's columns are, in order. */
  readonly columns: readonly Field[];
  encode(values: Values): unknown[];
  decode(row: readonly unknown[]): Row;
}

interface Definition<Row> {
  readonly name: string;
  readonly access: "read" | "write";
  /** A Drizzle query, or SQL of our own, with `sql.placeholder()`s for the values. */
  readonly query: (PromiseLike<Row[]> & { toSQL(): Query }) | SQL<Row>;
  /** The query's SELECT or RETURNING list, in its order. */
  readonly fields: Fields;
}

/** Compiles a typed query into a statement. Called when the program loads, never per call. */
export function compile<Values extends object, Row>({
  name,
  access,
  query,
  fields,
}: Definition<Row>): Statement<Values, Row> {
  const { sql: text, params } = is(query, SQL) ? dialect.sqlToQuery(query) : query.toSQL();
  const encoders = params.map(encoderOf);
  const read = rowReader(fields);
  return {
    name,
    access,
    text,
    columns: flatFields(fields),
    encode: (values) => encoders.map((encode) => encode(values as Readonly<Record<string, unknown>>)),
    decode: (row) => read(row) as Row,
  };
}

type Encoder = (values: Readonly<Record<string, unknown>>) => unknown;

/** How one parameter gets its value: a placeholder's is the caller's, encoded as its column wants it. */
function encoderOf(parameter: unknown): Encoder {
  if (is(parameter, Placeholder)) return (values) => values[parameter.name];
  if (!is(parameter, Param)) return () => parameter;
  const { value, encoder } = parameter;
  if (!is(value, Placeholder)) return () => encoder.mapToDriverValue(value);
  // What is too near to zero for a `real` is zero; PostgreSQL would refuse it.
  const prepare = is(encoder, PgReal) ? (given: unknown) => Math.fround(given as number) : undefined;
  return (values) => {
    const given = values[value.name];
    if (given === null) return null;
    return encoder.mapToDriverValue(prepare === undefined ? given : prepare(given));
  };
}

/** A placeholder for every column, under the column's own name. */
export function placeholders<Columns extends Record<string, Column>>(
  columns: Columns,
): { [Name in keyof Columns]: Placeholder<Name & string> } {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, new Placeholder(name)])) as {
    [Name in keyof Columns]: Placeholder<Name & string>;
  };
}
