import { getTableConfig, PgDialect, type PgTable } from "drizzle-orm/pg-core";
import { functionBehind } from "../../src/models/check-constraints.js";
import { gameSessions, games, lineups, plays, rosterLinks } from "../../src/models/schema.js";

/** Every table of the models. */
export const modelTables = [games, lineups, plays, gameSessions, rosterLinks] as const;

/** The CHECKs of a table, each with its name and its condition, be they constraints or parts of a function. */
export function checksOf(table: PgTable): { name: string; condition: string }[] {
  const dialect = new PgDialect();
  return getTableConfig(table).checks.flatMap((check): readonly { name: string; condition: string }[] => {
    const alone = { name: check.name, condition: dialect.sqlToQuery(check.value).sql };
    return functionBehind(check)?.checks ?? [alone];
  });
}

/** The names of a table's constraints and indexes. */
export function constraintNames(table: PgTable): string[] {
  const { name, columns, primaryKeys, foreignKeys, uniqueConstraints, indexes } = getTableConfig(table);
  return [
    ...columns.filter(({ primary }) => primary).map(() => `${name}_pkey`),
    ...primaryKeys.map((key) => key.getName()),
    ...foreignKeys.map((key) => key.getName()),
    ...uniqueConstraints.map((key) => key.getName() ?? ""),
    ...checksOf(table).map((check) => check.name),
    ...indexes.map(({ config }) => config.name ?? ""),
  ];
}
