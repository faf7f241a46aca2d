import { type Column, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";

/**
 * An INSERT of one row, with a placeholder for each column, that happens only when there is a row in `source`: a
 * table or a part of the same statement, with its conditions if it has any.
 *
 * @param columns the columns that the INSERT gives, by their TypeScript names
 */
export function insertFrom(table: PgTable, columns: Record<string, Column>, source: SQL): SQL {
  const list = sql.join(
    Object.values(columns).map((column) => sql.identifier(column.name)),
    sql`, `,
  );
  const values = sql.join(Object.entries(columns).map(typedPlaceholder), sql`, `);
  return sql`insert into ${table} (${list}) select ${values} from ${source}`;
}

/** A parameter in a SELECT list has no column to take its type from. */
function typedPlaceholder([name, column]: [string, Column]): SQL {
  return sql`${sql.param(sql.placeholder(name), column)}::${sql.raw(column.getSQLType())}`;
}
