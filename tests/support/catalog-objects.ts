import type { Column, Constraint, Index, Table, Type } from "../../src/migrations/catalog/catalog-objects.js";

/** Parts of a catalog with default values, except the given ones. */

export const table = (name: string, facts: Partial<Table> = {}): Table => ({
  kind: "table",
  table: null,
  name,
  comment: null,
  form: "table",
  isUnlogged: false,
  rowSecurity: "off",
  partitionBy: null,
  parents: null,
  bound: null,
  ...facts,
});

export const column = (tableName: string, name: string, facts: Partial<Column> = {}): Column => ({
  kind: "column",
  table: tableName,
  name,
  comment: null,
  type: "text",
  nullability: "null",
  collation: null,
  default: null,
  generated: null,
  identity: null,
  ...facts,
});

export const constraint = (tableName: string, name: string, facts: Partial<Constraint> = {}): Constraint => ({
  kind: "constraint",
  table: tableName,
  name,
  comment: null,
  type: "check",
  definition: "check (id > 0)",
  isValidated: true,
  isEnforced: true,
  columns: ["id"],
  references: null,
  index: null,
  ...facts,
});

export const index = (tableName: string, name: string, facts: Partial<Index> = {}): Index => ({
  kind: "index",
  table: tableName,
  name,
  comment: null,
  definition: `create index ${name} on ${tableName} using btree (id)`,
  isValid: true,
  columns: ["id"],
  ...facts,
});

export const enumType = (name: string, labels: readonly string[]): Type => ({
  kind: "type",
  table: null,
  name,
  comment: null,
  form: "enum",
  labels,
  definition: "",
});
