import { type Column, is, Param, Placeholder, type Query, SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { PgDialect, PgReal } from "drizzle-orm/pg-core";
import type { WireQuery } from "../connection/connection.js";
import { type Field, type Fields, flatFields, rowReader, uniquelyNamed } from "./rows.js";

/** Builds typed queries, whose columns all have names of their own; it has no connection and cannot run any. */
export const build = drizzle.mock();
const select = build.select.bind(build) as (fields?: Fields) => unknown;
build.select = ((fields?: Fields) => select(fields && uniquelyNamed(fields))) as typeof build.select;
const dialect = new PgDialect();

/** One statement of ours: SQL text that is made once, with how values go in and rows come out. */
export interface Statement<Values, Row> {
  /** The operation's, and the prepared statement's. */
  readonly name: string;
  /** False where the best plan depends on the values: a prepared statement gets one plan for all of them. */
  readonly isPrepared: boolean;
  /** Whether a lost connection leaves open what happened: only a write can have been committed. */
  readonly access: "read" | "write";
  readonly text: string;
  /** What the answer's columns are, in order. */
  readonly columns: readonly Field[];
  encode(values: Values): unknown[];
  decode(row: readonly unknown[]): Row;
  /**
   * The same in several statements, for a distributed PostgreSQL: it sends no INSERT that is a part of another statement, or
   * takes its row from a table, to one shard. Elsewhere one statement costs less. Those of a write are one transaction.
   */
  readonly steps?: Steps<Values, Row> | undefined;
}

/** Runs a statement in the transaction of the steps. */
export type RunStep = <Values, Row>(statement: Statement<Values, Row>, values: Values) => Promise<Row[]>;
export type Steps<Values, Row> = (run: RunStep, values: Values) => Promise<Row[]>;

interface Definition<Row> {
  readonly name: string;
  readonly access: "read" | "write";
  /** A Drizzle query, or SQL of our own, with `sql.placeholder()`s for the values. */
  readonly query: (PromiseLike<Row[]> & { toSQL(): Query }) | SQL<Row>;
  /** The query's SELECT or RETURNING list, in its order. */
  readonly fields: Fields;
  /** Default: true. */
  readonly isPrepared?: boolean;
  readonly steps?: Steps<never, Row> | undefined;
  /** Where the value of a placeholder is; left out, the values have it under the placeholder's name. */
  readonly sourceOf?: SourceOf | undefined;
}

type Values = Readonly<Record<string, unknown>>;
/** Takes the value of a placeholder from what a statement is given. */
export type Source = (values: Values) => unknown;
export type SourceOf = (placeholder: string) => Source;

const underItsName: SourceOf = (placeholder) => (values) => values[placeholder];

/** Makes a statement of a typed query: compiled once, at its first use, and never per call. */
export function compile<Given extends object, Row>({
  name,
  access,
  query,
  fields,
  isPrepared = true,
  sourceOf = underItsName,
  steps,
}: Definition<Row>): Statement<Given, Row> {
  const read = rowReader(fields);
  let made: { readonly text: string; readonly encoders: readonly Source[] } | undefined;
  let columns: Field[] | undefined;
  const compiled = () => {
    made ??= sqlOf(query, sourceOf);
    return made;
  };
  return {
    name,
    access,
    isPrepared,
    get text() {
      return compiled().text;
    },
    get columns() {
      columns ??= flatFields(fields);
      return columns;
    },
    encode: (given) => compiled().encoders.map((encode) => encode(given as Values)),
    decode: (row) => read(row) as Row,
    steps: steps as Steps<Given, Row> | undefined,
  };
}

/** A statement that is another one's text, given or read in another way; as with that one, the text is made at first use. */
export function adapted<Given, Row, Name extends string>(
  inner: Statement<never, unknown>,
  parts: Partial<Statement<Given, Row>> & { readonly name?: Name },
): Statement<Given, Row> & { readonly name: Name } {
  return Object.create(inner, Object.getOwnPropertyDescriptors(parts));
}

/** A statement with its values, as it goes on the wire. */
export function wireQuery<Given, Row>(statement: Statement<Given, Row>, values: Given): WireQuery {
  const { name, text, isPrepared, columns } = statement;
  const wireValues = statement.encode(values);
  const keptName = isPrepared ? name : undefined;
  return { text, values: wireValues, columns: columns.length || undefined, name: keptName };
}

function sqlOf<Row>(query: Definition<Row>["query"], sourceOf: SourceOf) {
  const { sql: text, params } = is(query, SQL) ? dialect.sqlToQuery(query) : query.toSQL();
  const keys = params.map(keyOf);
  const kept = [...new Set(keys)];
  return {
    text: text.replaceAll(/\$(\d+)/g, (_, number) => `$${kept.indexOf(keys[number - 1]) + 1}`),
    encoders: kept.map((key) => encoderOf(params[keys.indexOf(key)], sourceOf)),
  };
}

/** Columns whose values are sent as something else than what they are. */
const encoded = ["PgTimestamp", "PgJsonb", "PgReal"];

/** What a parameter is given, and how it is encoded: a value that stands in a statement several times is sent once. */
function keyOf(parameter: unknown): unknown {
  if (is(parameter, Placeholder)) return parameter.name;
  if (!is(parameter, Param) || !is(parameter.value, Placeholder)) return Symbol();
  const { value, encoder } = parameter;
  const { columnType = "" } = encoder as Partial<Column>;
  return encoded.includes(columnType) ? `${value.name} ${columnType}` : value.name;
}

/** How one parameter gets its value: a placeholder's is the caller's, encoded as its column wants it. */
function encoderOf(parameter: unknown, sourceOf: SourceOf): Source {
  if (is(parameter, Placeholder)) return sourceOf(parameter.name);
  if (!is(parameter, Param)) return () => parameter;
  const { value, encoder } = parameter;
  if (!is(value, Placeholder)) return () => encoder.mapToDriverValue(value);
  const source = sourceOf(value.name);
  // What is too near to zero for a `real` is zero; PostgreSQL would refuse it.
  const prepare = is(encoder, PgReal) ? (given: unknown) => Math.fround(given as number) : undefined;
  return (values) => {
    const given = source(values);
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
