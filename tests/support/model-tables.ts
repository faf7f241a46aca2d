import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { gameSessions, games, lineups, plays, rosterLinks } from "../../src/models/schema.js";

/** Every table of the models. */
export const modelTables = [games, lineups, plays, gameSessions, rosterLinks] as const;

/** What PostgreSQL calls the constraints and indexes of a table. */
export function constraintNames(table: PgTable): string[] {
  const { name, columns, primaryKeys, foreignKeys, uniqueConstraints, checks, indexes } =
    getTableConfig(table);
  return [
    ...columns.filter(({ primary }) => primary).map(() => `${name}_pkey`),
    ...primaryKeys.map((key) => key.getName()),
    ...foreignKeys.map((key) => key.getName()),
    ...uniqueConstraints.map((key) => key.getName() ?? ""),
    ...checks.map((check) => check.name),
    ...indexes.map(({ config }) => config.name ?? ""),
  ];
}
