import { type Column, type SQL, sql } from "drizzle-orm";
import { IdentifierOutOfRangeError } from "../errors/index.js";

/**
 * Several rows of a table as one JSON value, so that a statement brings rows of several tables as of one
 * instant. Each row is an array, without names: those are ours, and would only make the answer longer.
 */
export function jsonRows(columns: Record<string, Column>, orderBy: Column): SQL {
  const list = sql.join(Object.values(columns).map(jsonValue), sql`, `);
  return sql`coalesce(json_agg(json_build_array(${list}) order by ${orderBy}), '[]'::json)`;
}

/** A time as milliseconds since 1970: as text it would depend on the time zone of the server. */
function jsonValue(column: Column): SQL | Column {
  return column.columnType === "PgTimestamp" ? sql`round(extract(epoch from ${column}) * 1000)` : column;
}

type Reviver = (value: unknown) => unknown;

/** JSON has no dates, and its numbers are rounded without a word: both are made good here, column by column. */
const revivers: Readonly<Record<string, Reviver>> = {
  PgTimestamp: (value) => (value === null ? null : new Date(value as number)),
  PgBigInt53: (value) => {
    if (value !== null && !Number.isSafeInteger(value)) {
      throw new IdentifierOutOfRangeError(
        `The database holds a number near ${String(value)}, which is beyond 2^53 and cannot be given as a JavaScript number without rounding.`,
      );
    }
    return value;
  },
};

/** Makes rows again of what {@link jsonRows} brought. */
export function jsonRowsReader<Row>(columns: Record<string, Column>): (rows: unknown[][]) => Row[] {
  const names = Object.keys(columns);
  const revive = Object.values(columns).map((column) => revivers[column.columnType]);
  return (rows) =>
    rows.map((values) => {
      const row: Record<string, unknown> = {};
      for (let index = 0; index < names.length; index += 1) {
        const reviver = revive[index];
        row[names[index] as string] = reviver === undefined ? values[index] : reviver(values[index]);
      }
      return row as Row;
    });
}
