import { type Column, getTableColumns, type Table } from "drizzle-orm";
import { games, lineups, plays } from "dugout";

/** PostgreSQL's type of a column; `identity` is a bigint that the database gives. */
export type Kind =
  | "uuid"
  | "smallint"
  | "integer"
  | "bigint"
  | "identity"
  | "boolean"
  | "text"
  | "jsonb"
  | "time"
  | "real"
  | "generated";

export interface ColumnKind {
  readonly kind: Kind;
  readonly isNullable: boolean;
}

export type TableColumns = Readonly<Record<string, ColumnKind>>;

const kinds: Readonly<Record<string, Kind>> = {
  PgUUID: "uuid",
  PgSmallInt: "smallint",
  PgInteger: "integer",
  PgBigInt53: "bigint",
  PgBoolean: "boolean",
  PgText: "text",
  PgJsonb: "jsonb",
  PgTimestamp: "time",
  PgReal: "real",
};

function kindOf({ name, columnType, generated, generatedIdentity }: Column): Kind {
  if (generatedIdentity !== undefined) return "identity";
  if (generated !== undefined) return "generated";
  const kind = kinds[columnType];
  if (kind === undefined) throw new TypeError(`there is no kind for ${name}, a ${columnType}`);
  return kind;
}

/** Columns that only dugout's operations use. */
export const hiddenColumns: readonly string[] = ["feedVersion", "stateHash"];

function columnsOf(table: Table): TableColumns {
  const columns = Object.entries(getTableColumns(table)).filter(([name]) => !hiddenColumns.includes(name));
  return Object.fromEntries(
    columns.map(([name, column]) => [name, { kind: kindOf(column), isNullable: !column.notNull }]),
  );
}

/** The migrated tables, for libraries that need a description of them; the names are camelCase. */
export const tables = { games: columnsOf(games), lineups: columnsOf(lineups), plays: columnsOf(plays) };
