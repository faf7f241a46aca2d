import { Column, is, Param, Placeholder, type Query, SQL, sql } from "drizzle-orm";
import { PgDatabase, PgDialect, PgReal } from "drizzle-orm/pg-core";
import type { WireQuery } from "../connection/connection.js";
import { exactNumber, readEpoch, withLocation } from "../connection/wire-values.js";

const dialect = new PgDialect();

/** Builds typed queries whose columns all have different names. It has no connection and cannot run them. */
export const build = new PgDatabase(dialect, {} as never, undefined);
const select = build.select.bind(build) as (fields?: Fields) => unknown;
build.select = ((fields?: Fields) => select(fields && uniquelyNamed(fields))) as typeof build.select;

/** A statement: SQL text that is made once, an encoder for its values and a decoder for its rows. */
export interface Statement<Values, Row> {
  /** The name of the operation and of the prepared statement. */
  readonly name: string;
  /** False if the best plan depends on the values: a prepared statement may get one plan for all values. */
  readonly isPrepared: boolean;
  /** Only for a write, a lost connection leaves open whether something was committed. */
  readonly access: "read" | "write";
  readonly text: string;
  /** The columns of the result, in order. */
  readonly columns: readonly Field[];
  encode(values: Values): unknown[];
  decode(row: readonly unknown[]): Row;
  /**
   * The same as several statements, for a distributed PostgreSQL, which does not send an INSERT to one shard if it is a part of
   * another statement or takes its row from a table. Elsewhere, one statement costs less. The steps of a write run in one
   * transaction.
   */
  readonly steps?: Steps<Values, Row> | undefined;
}

/** Runs one of the steps: of a write, in the transaction of all of them. */
export type RunStep = <Values, Row>(statement: Statement<Values, Row>, values: Values) => Promise<Row[]>;
/** @param runLast for a step that nothing follows, whatever it returns: it may be sent together with COMMIT. Default: `run` */
export type Steps<Values, Row> = (run: RunStep, values: Values, runLast?: RunStep) => Promise<Row[]>;

interface Definition<Row> {
  readonly name: string;
  readonly access: "read" | "write";
  /**
   * Builds a Drizzle query, or SQL of our own, with `sql.placeholder()`s for the values. It is called once, at the statement's
   * first use: to build all of them takes as long as to load all other code of this package.
   */
  readonly query: () => (PromiseLike<Row[]> & { toSQL(): Query }) | SQL<Row>;
  /** The query's SELECT or RETURNING list, in its order; a function where that list is costly to make. */
  readonly fields: Fields | (() => Fields);
  /** Default: true. */
  readonly isPrepared?: boolean;
  readonly steps?: Steps<never, Row> | undefined;
  /** Returns the getter for a placeholder. Default: the value under the placeholder's name. */
  readonly valueGetterOf?: ValueGetterOf | undefined;
}

type StatementValues = Readonly<Record<string, unknown>>;
/** Gets the value of a placeholder from the values of a statement. */
export type ValueGetter = (values: StatementValues) => unknown;
export type ValueGetterOf = (placeholder: string) => ValueGetter;

const byPlaceholderName: ValueGetterOf = (placeholder) => (values) => values[placeholder];

/** Makes a statement of a typed query. Its text is made once, at the first use. */
export function compile<Given extends object, Row>({
  name,
  access,
  query,
  fields,
  isPrepared = true,
  valueGetterOf = byPlaceholderName,
  steps,
}: Definition<Row>): Statement<Given, Row> {
  let sqlMade: ReturnType<typeof sqlOf> | undefined;
  const compiled = () => {
    sqlMade ??= sqlOf(query(), valueGetterOf);
    return sqlMade;
  };
  let resultMade: { readonly columns: readonly Field[]; readonly read: ObjectMaker } | undefined;
  const result = () => {
    if (resultMade === undefined) {
      const ownFields = typeof fields === "function" ? fields() : fields;
      resultMade = { columns: flatFields(ownFields), read: rowReader(ownFields) };
    }
    return resultMade;
  };
  return {
    name,
    access,
    isPrepared,
    get text() {
      return compiled().text;
    },
    get columns() {
      return result().columns;
    },
    encode: (given) => compiled().encoders.map((encode) => encode(given as StatementValues)),
    decode: (row) => result().read(row) as Row,
    steps: steps as Steps<Given, Row> | undefined,
  };
}

/** The statement with another encoder or decoder. Its text is still made at the first use. */
export function withCodec<Given, Row, Name extends string>(
  inner: Statement<never, unknown>,
  parts: Partial<Statement<Given, Row>> & { readonly name?: Name },
): Statement<Given, Row> & { readonly name: Name } {
  return Object.create(inner, Object.getOwnPropertyDescriptors(parts));
}

/** A statement with its values, as the connection sends it. */
export function wireQuery<Given, Row>(statement: Statement<Given, Row>, values: Given): WireQuery {
  const { name, text, isPrepared, columns } = statement;
  const wireValues = statement.encode(values);
  const keptName = isPrepared ? name : undefined;
  return { text, values: wireValues, columns: columns.length || undefined, name: keptName };
}

function sqlOf<Row>(query: ReturnType<Definition<Row>["query"]>, valueGetterOf: ValueGetterOf) {
  const { sql: text, params } = is(query, SQL) ? dialect.sqlToQuery(query) : query.toSQL();
  const keys = params.map(keyOf);
  const kept = [...new Set(keys)];
  return {
    text: text.replaceAll(/\$(\d+)/g, (_, number) => `$${kept.indexOf(keys[number - 1]) + 1}`),
    encoders: kept.map((key) => encoderOf(params[keys.indexOf(key)], valueGetterOf)),
  };
}

/** Columns whose values are converted before they are sent. */
const encoded = ["PgTimestamp", "PgJsonb", "PgReal"];

/** A key for a parameter's value and encoding: a value that occurs several times in a statement is sent once. */
function keyOf(parameter: unknown): unknown {
  if (is(parameter, Placeholder)) return parameter.name;
  if (!is(parameter, Param) || !is(parameter.value, Placeholder)) return Symbol();
  const { value, encoder } = parameter;
  const { columnType = "" } = encoder as Partial<Column>;
  return encoded.includes(columnType) ? `${value.name} ${columnType}` : value.name;
}

/** Returns the encoder of one parameter: the value of a placeholder is encoded for its column. */
function encoderOf(parameter: unknown, valueGetterOf: ValueGetterOf): ValueGetter {
  if (is(parameter, Placeholder)) return valueGetterOf(parameter.name);
  if (!is(parameter, Param)) return () => parameter;
  const { value, encoder } = parameter;
  if (!is(value, Placeholder)) return () => encoder.mapToDriverValue(value);
  const source = valueGetterOf(value.name);
  // PostgreSQL refuses a number that is too near to zero for a `real`; it is sent as zero.
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

/** One value of a row. An expression has its type by `mapWith(column)`; without that, the type of the result decides. */
export type Field = Column | SQL | SQL.Aliased;

/** What a row is made of: columns and expressions, or groups of them, in the order of the SELECT list. */
export interface Fields {
  readonly [name: string]: Field | Fields;
}

/** Returns a function that makes an object of a row's values, group by group. */
export function rowReader(fields: Fields): ObjectMaker {
  // Made at the first row: most programs use few of the statements.
  let make: ObjectMaker | undefined;
  return (row) => {
    make ??= objectMaker(shapeOf(fields, { next: 0 }));
    return make(row);
  };
}

/** `position.next` is the index in the row of the next field. */
function shapeOf(fields: Fields, position: { next: number }): Shape {
  const parts = Object.entries(fields).map(([name, field]) => [
    name,
    isLeaf(field) ? position.next++ : shapeOf(field, position),
  ]);
  return Object.fromEntries(parts) as Shape;
}

/** The fields in the order of the row's values, without groups. */
function flatFields(fields: Fields): Field[] {
  return Object.values(fields).flatMap((field) => (isLeaf(field) ? [field] : flatFields(field)));
}

/**
 * Gives a name to each field that has none, or the name of an earlier field: other libraries make objects of rows, in which only
 * the last of several columns with one name remains.
 */
export function uniquelyNamed(fields: Fields, taken = new Set<string>(), path = ""): Fields {
  const named = Object.entries(fields).map(([key, field]) => {
    if (!isLeaf(field)) return [key, uniquelyNamed(field, taken, `${path}${key}.`)];
    const given = columnNameOf(field);
    const isUnique = given !== undefined && !taken.has(given);
    const name = isUnique ? given : `${path}${key}`;
    taken.add(name);
    return [key, isUnique ? field : sql`${is(field, SQL.Aliased) ? field.sql : field}`.as(name)];
  });
  return Object.fromEntries(named) as Fields;
}

function columnNameOf(field: Field): string | undefined {
  if (is(field, Column)) return field.name;
  return is(field, SQL.Aliased) ? field.fieldAlias : undefined;
}

function isLeaf(field: Fields[string]): field is Field {
  return is(field, Column) || is(field, SQL) || is(field, SQL.Aliased);
}

/** The properties of an object, each with the index of its value in a row, or with its own properties. */
export interface Shape {
  readonly [name: string]: number | Shape;
}

export type ObjectMaker = (values: readonly unknown[]) => Readonly<Record<string, unknown>>;

/**
 * Returns a function that makes objects of one shape. It is generated code with an object literal, which is 25 times as fast as
 * setting the properties one by one. The code consists of the names of fields and never of data. Where Node does not allow
 * generated code (`--disallow-code-generation-from-strings`), the properties are set one by one.
 */
export function objectMaker(shape: Shape): ObjectMaker {
  try {
    return new Function("values", `return ${literal(shape)};`) as ObjectMaker;
  } catch (error) {
    if (error instanceof EvalError) return oneByOne(shape);
    throw error;
  }
}

function literal(shape: Shape): string {
  const properties = Object.entries(shape).map(
    ([name, part]) =>
      `${JSON.stringify(name)}: ${typeof part === "number" ? `values[${part}]` : literal(part)}`,
  );
  return `{ ${properties.join(", ")} }`;
}

function oneByOne(shape: Shape): ObjectMaker {
  const parts = Object.entries(shape).map(
    ([name, part]) => [name, typeof part === "number" ? part : oneByOne(part)] as const,
  );
  return (values) => {
    const made: Record<string, unknown> = {};
    for (const [name, part] of parts) made[name] = typeof part === "number" ? values[part] : part(values);
    return made;
  };
}

/**
 * Several rows of a table as one text, in PostgreSQL's own text format of rows, so that one statement returns rows of several
 * tables as of one instant. JSON costs the server three times as much.
 */
export function textRows(columns: Record<string, Column>, orderBy: Column): SQL {
  return sql`coalesce(string_agg(${textRow(columns)}, '' order by ${orderBy}), '')`;
}

/** One row as text. */
export function textRow(columns: Record<string, Column>): SQL {
  return sql`row(${sql.join(Object.values(columns).map(writtenValue), sql`, `)})::text`;
}

/** A time as milliseconds since 1970: as text it would depend on the time zone of the server. */
function writtenValue(column: Column): SQL | Column {
  return column.columnType === "PgTimestamp" ? sql`date_part('epoch', ${column}) * 1000` : column;
}

type TextReader = (scanner: TextRowScanner) => unknown;

/** Reads a value by its text. */
const byText =
  (read: (text: string) => unknown): TextReader =>
  (scanner) => {
    const text = scanner.text();
    return text === null ? null : read(text);
  };
const integer: TextReader = (scanner) => scanner.integer();

const readers: Readonly<Record<string, TextReader>> = {
  PgBigInt53: integer,
  PgBoolean: (scanner) => scanner.boolean(),
  PgInteger: integer,
  PgJsonb: byText(JSON.parse),
  PgReal: byText(Number),
  PgSmallInt: integer,
  PgTimestamp: byText(readEpoch),
};

/** Returns a function that reads the rows of a text that {@link textRows} made. */
export function textRowsReader<Row>(columns: Record<string, Column>): (text: string) => Row[] {
  const readersInOrder = Object.values(columns).map(({ columnType }) => readers[columnType] ?? textReader());
  const names = Object.keys(columns);
  const places = names.map((name, index) => [name, index] as const);
  let make: ObjectMaker | undefined;
  return (text) => {
    make ??= objectMaker(Object.fromEntries(places));
    const scanner = new TextRowScanner(text);
    const rows: Row[] = [];
    const values: unknown[] = [];
    while (!scanner.isAtEnd) {
      let index = 0;
      try {
        for (; index < readersInOrder.length; index += 1)
          values[index] = (readersInOrder[index] as TextReader)(scanner);
      } catch (error) {
        const known = names.slice(0, index).map((name, place) => [name, values[place]] as const);
        throw withLocation(error, names[index] ?? "", known);
      }
      scanner.endRow();
      rows.push(make(values) as Row);
    }
    return rows;
  };
}

/** The longest substring that V8 copies; a longer one keeps the whole text in memory. */
const longestCopied = 12;

/** Reads a text column, whose values are often the same in every row. */
function textReader(): TextReader {
  let last = "";
  return byText((text) => {
    if (text !== last) last = text.length > longestCopied ? Buffer.from(text).toString() : text;
    return last;
  });
}

const codeOf = (sign: string) => sign.charCodeAt(0);
const quote = codeOf('"');
const comma = codeOf(",");
const parenthesis = codeOf(")");
const zero = codeOf("0");
const nine = codeOf("9");

/** JavaScript represents every whole number with so many digits exactly. */
const exactDigits = 15;

/**
 * Reads the values of rows that follow each other in one text, as PostgreSQL writes them: `(1,,"a ""b""")`. NULL is an empty
 * string without quotes; a value that is empty or ambiguous is in quotes, with its quotes and backslashes doubled
 * (PostgreSQL documentation, "Composite Type Input and Output Syntax"). The caller reads value after value by its type: a game
 * has thousands, most of them small numbers, for which no substring is made.
 */
class TextRowScanner {
  readonly #text: string;
  /** The index before the next value: of the row's opening parenthesis, or of the comma after the previous value. */
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Skips the end of a row. */
  endRow(): void {
    if (this.#text.charCodeAt(this.#at) !== parenthesis)
      throw new Error("a row of the server's ends elsewhere");
    this.#at += 1;
  }

  /** The next value as text; null for NULL. */
  text(): string | null {
    const start = this.#at + 1;
    return this.#text.charCodeAt(start) === quote ? this.#quoted(start + 1) : this.#plain(start);
  }

  integer(): number | null {
    const text = this.#text;
    const start = this.#at + 1;
    let at = start;
    let value = 0;
    let sign = text.charCodeAt(at);
    while (sign >= zero && sign <= nine) {
      value = 10 * value + sign - zero;
      at += 1;
      sign = text.charCodeAt(at);
    }
    const isWhole = sign === comma || sign === parenthesis;
    if (!isWhole || at - start > exactDigits) return exactNumber(this.#plain(start) ?? "");
    this.#at = at;
    return at === start ? null : value;
  }

  boolean(): boolean | null {
    const cell = this.#plain(this.#at + 1);
    return cell === null ? null : cell === "t";
  }

  #plain(start: number): string | null {
    const text = this.#text;
    let end = start;
    for (let sign = text.charCodeAt(end); sign !== comma && sign !== parenthesis; ) {
      if (end >= text.length) throw new Error("a row of the server's ends within a value");
      end += 1;
      sign = text.charCodeAt(end);
    }
    this.#at = end;
    return end === start ? null : text.slice(start, end);
  }

  #quoted(start: number): string {
    const text = this.#text;
    let hasQuotes = false;
    for (let at = start; ; at += 2) {
      at = text.indexOf('"', at);
      if (at === -1) throw new Error("a row of the server's ends within quotes");
      if (text.charCodeAt(at + 1) === quote) {
        hasQuotes = true;
        continue;
      }
      this.#at = at + 1;
      const inside = text.slice(start, at);
      const single = hasQuotes ? inside.replaceAll('""', '"') : inside;
      return single.includes("\\") ? single.replaceAll("\\\\", "\\") : single;
    }
  }
}
