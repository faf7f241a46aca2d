import { getTableColumns } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import { checksOf, constraintNames, modelTables } from "../../support/model-tables.js";

const named = modelTables.map((table) => [getTableConfig(table).name, table] as [string, PgTable]);

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe.each(named)("%s", (tableName, table) => {
  test("has every column under the snake_case of its TypeScript name", () => {
    const columns = Object.entries(getTableColumns(table));
    expect(columns.map(([, column]) => column.name)).toEqual(columns.map(([name]) => snakeCase(name)));
    expect(columns.length).toBeGreaterThan(3);
  });

  test("has explicit names for constraints and indexes, shorter than 40 characters, each once", () => {
    const names = constraintNames(table);
    expect(names.filter((name) => !name.startsWith(`${tableName}_`))).toEqual([]);
    expect(names.filter((name) => name.length >= 40)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain(`${tableName}_pkey`);
  });

  test("has a CHECK on every column with a list of values", () => {
    const { columns } = getTableConfig(table);
    const words = columns.filter(
      ({ columnType, enumValues }) => columnType === "PgText" && enumValues?.length,
    );
    const wanted = words.map(({ name }) => `${tableName}_${name}_values`);
    const present = checksOf(table)
      .map(({ name }) => name)
      .filter((name) => name.endsWith("_values"));
    expect(present.toSorted()).toEqual(wanted.toSorted());
  });
});

test("a table's and a column's name never need quoting for their letters", () => {
  const names = modelTables.flatMap((table) => {
    const { name, columns } = getTableConfig(table);
    return [name, ...columns.map((column) => column.name)];
  });
  expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
});
