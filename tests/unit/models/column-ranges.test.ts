import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import type { Ranges } from "../../../src/models/check-constraints.js";
import { gameRanges, games } from "../../../src/models/games-table.js";
import { lineupRanges, lineups } from "../../../src/models/lineups-table.js";
import { playRanges, plays } from "../../../src/models/plays-table.js";
import { checksOf } from "../../support/model-tables.js";

const tables: [string, PgTable, Ranges][] = [
  ["games", games, gameRanges],
  ["lineups", lineups, lineupRanges],
  ["plays", plays, playRanges],
];

describe.each(tables)("%s", (tableName, table, ranges) => {
  test("there is a range for every smallint and real column that is not generated, and for no other", () => {
    const numbers = Object.entries(getTableColumns(table))
      .filter(([, { columnType }]) => columnType === "PgSmallInt" || columnType === "PgReal")
      .filter(([, { generated }]) => generated === undefined)
      .map(([field]) => field);
    expect(Object.keys(ranges).toSorted()).toEqual(numbers.toSorted());
  });

  test("every range has a CHECK with the same numbers", () => {
    const columns = getTableColumns(table) as Record<string, { name: string }>;
    const wanted = Object.entries(ranges).map(([field, [smallest, largest]]) => {
      const column = columns[field]?.name;
      return `${tableName}_${column}_range: ${column} between ${smallest} and ${largest}`;
    });
    const present = checksOf(table)
      .filter(({ name }) => name.endsWith("_range"))
      .map(({ name, condition }) => `${name}: ${condition}`);
    expect(present.toSorted()).toEqual(wanted.toSorted());
  });

  test("has only ranges that contain their column's default, and begin below their end", () => {
    const columns = getTableColumns(table) as Record<string, { default: unknown }>;
    for (const [field, [smallest, largest]] of Object.entries(ranges)) {
      expect(smallest, field).toBeLessThan(largest);
      const fallback = columns[field]?.default;
      if (typeof fallback !== "number") continue;
      expect(fallback, field).toBeGreaterThanOrEqual(smallest);
      expect(fallback, field).toBeLessThanOrEqual(largest);
    }
  });
});
