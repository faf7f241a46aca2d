import type { NodePgClient, NodePgDatabase } from "drizzle-orm/node-postgres";
import type { CustomTypesConfig } from "pg";
import type { WireQuery, WireResult } from "../connection/connection.js";
import { oids, parserOf, readTime, unreadableTime } from "../connection/wire-values.js";
import { DugoutError, StatementRefusedError } from "../errors/errors.js";
import * as schema from "../models/schema.js";
import { outlivesTransaction } from "./connection-changes.js";
import { readDocument, readInteger, readRelations, refuseRoundedNumbers } from "./exact-values.js";

/** A Drizzle database with this package's tables and relations, which sends its queries on the session that it came from. */
export type QueryBuilder = NodePgDatabase<typeof schema>;

interface DrizzleQuery {
  readonly text: string;
  readonly rowMode?: "array";
}

/** What PostgreSQL ignores before a statement. */
const blank = /^(?:\s|;|--[^\n]*(?:\n|$))+/;
/** Statements that would begin or end a transaction without the session. */
const transactionControl =
  /^(?:begin|start\s+transaction|commit|end|rollback|abort|savepoint|release|prepare\s+transaction)\b/i;

let driver: typeof import("drizzle-orm/node-postgres") | undefined;

/**
 * Loads the part of Drizzle that {@link queryBuilder} needs, which also loads the driver. `Database.open` waits for it, so that
 * `run()` sends its query when it is called.
 */
export async function loadQueryBuilder(): Promise<void> {
  driver = await import("drizzle-orm/node-postgres");
}

export function queryBuilder(send: (query: WireQuery) => Promise<WireResult>): QueryBuilder {
  const client = {
    async query(query: DrizzleQuery, values: unknown[]) {
      if (query.text.includes("\0")) {
        throw new StatementRefusedError(
          "A statement must not contain a NUL character, at which PostgreSQL would end it.",
        );
      }
      const statement = withoutLeadingComments(query.text);
      if (transactionControl.test(statement)) {
        throw new StatementRefusedError(
          "A session begins and ends its transaction itself: use commit(), rollback() or savepoint().",
          { details: { statement: statement.split(/\W/, 1)[0] } },
        );
      }
      const changesConnection = outlivesTransaction(statement, values);
      const result = await send({ text: query.text, values, types: ownTypes, changesConnection });
      return query.rowMode === "array" ? result : { ...result, rows: result.rows.map(named(result)) };
    },
  };
  if (driver === undefined) throw new Error("run() is called before any database is open.");
  const database = driver.drizzle(client as unknown as NodePgClient, { schema });
  refuseRoundedNumbers(database);
  return database;
}

function withoutLeadingComments(text: string): string {
  let rest = text;
  for (;;) {
    const stripped = withoutBlockComment(rest.replace(blank, ""));
    if (stripped === rest) return rest;
    rest = stripped;
  }
}

/** Removes a block comment. In PostgreSQL, block comments nest. */
function withoutBlockComment(text: string): string {
  if (!text.startsWith("/*")) return text;
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/\/\*|\*\//g)) {
    depth += mark === "/*" ? 1 : -1;
    if (depth === 0) return text.slice(index + mark.length);
  }
  return "";
}

/**
 * Starts the query now, so that it is sent in call order: Drizzle sends a query when its `then` is called, and `await` would call
 * that later. Drizzle wraps the errors of its client; the caller gets the original error.
 */
export async function runQuery<Result>(
  builder: QueryBuilder,
  build: (database: QueryBuilder) => PromiseLike<Result>,
): Promise<Result> {
  try {
    return await new Promise<Result>((resolve, reject) => {
      build(builder).then(resolve, reject);
    });
  } catch (error) {
    throw error instanceof Error && error.cause instanceof DugoutError ? error.cause : error;
  }
}

/** Types whose text Drizzle reads itself, and arrays of them. */
const readByDrizzle = new Set<number>([oids.date, oids.interval, ...oids.timeArrays]);

/**
 * How values are read for Drizzle. A number beyond 2^53 keeps its digits until its column is known, also in the JSON of a
 * relational query. The text of a time is converted to a format that every JavaScript engine reads.
 */
const ownParsers: Readonly<Record<number, (text: string) => unknown>> = {
  [oids.int8]: readInteger,
  [oids.json]: readRelations,
  [oids.jsonb]: readDocument,
  [oids.timestamp]: (text) => {
    if (/infinity$/.test(text)) throw unreadableTime(text);
    return text;
  },
  [oids.timestamptz]: (text) => readTime(text).toISOString(),
};

/** Used instead of `pg.types`, which the program may have changed. */
const ownTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number) =>
    readByDrizzle.has(oid)
      ? String
      : (ownParsers[oid] ?? parserOf(oid))) as CustomTypesConfig["getTypeParser"],
};

const named =
  ({ fields }: WireResult) =>
  (row: unknown[]) =>
    Object.fromEntries(fields.map(({ name }, index) => [name, row[index]]));
