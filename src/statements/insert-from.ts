import { type Column, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";

/** Columns by their TypeScript names. */
type Columns = Readonly<Record<string, Column>>;

/**
 * An INSERT of one row, with a placeholder for each column, that happens only when there is a row in `source`: a
 * table or a part of the same statement, with its conditions if it has any.
 *
 * @param columns the columns that the caller's values give
 * @param computed columns that the source gives, by their SQL names, with the expression for each
 */
export function insertFrom(
  table: PgTable,
  columns: Columns,
  source: SQL,
  computed: Readonly<Record<string, SQL>> = {},
): SQL {
  const names = [...Object.values(columns).map(({ name }) => name), ...Object.keys(computed)];
  const list = sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );
  const values = [...Object.entries(columns).map(typedPlaceholder), ...Object.values(computed)];
  return sql`insert into ${table} (${list}) select ${sql.join(values, sql`, `)} from ${source}`;
}

/** An INSERT of one row with a placeholder for each column: a distributed PostgreSQL sends it to one shard. */
export function insertValues(table: PgTable, columns: Columns): SQL {
  const list = sql.join(
    Object.values(columns).map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  const values = Object.entries(columns).map(
    ([name, column]) => sql`${sql.param(sql.placeholder(name), column)}`,
  );
  return sql`insert into ${table} (${list}) values (${sql.join(values, sql`, `)})`;
}

/** A parameter in a SELECT list has no column to take its type from. */
export function typedPlaceholder([name, column]: [string, Column]): SQL {
  return sql`${sql.param(sql.placeholder(name), column)}::${sql.raw(column.getSQLType())}`;
}
