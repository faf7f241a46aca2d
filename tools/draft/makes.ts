import type {
  Catalog,
  Column,
  Constraint,
  Index,
  Table,
} from "../../src/migrations/catalog/catalog-objects.js";
import { columnDefinition } from "../../src/migrations/catalog/object-definitions.js";
import type { Transition } from "./transition.js";

/**
 * Each table has its columns, keys and checks. Foreign keys follow separately, so that a table can be distributed before them.
 */
export function createTables({ made }: Transition): string[][] {
  return made.filter((object) => object.kind === "table").map((table) => [createTable(table, made)]);
}

function createTable({ name }: Table, made: Catalog): string {
  const own = made.filter(({ table }) => table === name);
  const columns = own
    .filter((object) => object.kind === "column")
    .map((column) => `${column.name} ${columnDefinition(column)}`);
  const constraints = own
    .filter((object) => object.kind === "constraint")
    .filter(({ references }) => references === null)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map((constraint) => `constraint ${constraint.name} ${constraint.definition}`);
  return `create table ${name} (\n  ${[...columns, ...constraints].join(",\n  ")}\n);`;
}

/** Keys come first, because foreign keys reference them. */
export function rankOf({ type }: Constraint): number {
  return ["primary key", "unique", "exclusion", "check", "foreign key"].indexOf(type);
}

/** Generated columns come last, because they may read the others. */
export function addColumns({ made, standing }: Transition): string[] {
  return made
    .filter((object) => object.kind === "column")
    .filter(({ table }) => standing.has(table))
    .toSorted((a, b) => Number(a.generated !== null) - Number(b.generated !== null))
    .flatMap((column) => [
      ...rewriteNote(column),
      `alter table ${column.table} add column ${column.name} ${columnDefinition(column)};`,
    ]);
}

function rewriteNote({ generated, identity }: Column): string[] {
  return generated?.storage === "stored" || identity !== null
    ? ["-- This rewrites the whole table, and nobody can use it until that is done."]
    : [];
}

export function createIndexes({ made }: Transition, isOnView: boolean): string[] {
  const views = new Set(made.filter(({ kind }) => kind === "materialized view").map(({ name }) => name));
  return made
    .filter((object) => object.kind === "index")
    .filter(({ table }) => views.has(table) === isOnView)
    .map((index) => `${inShort(index)};`);
}

/** B-trees are the usual kind. */
export function inShort({ definition }: Pick<Index, "definition">): string {
  return definition.replace(" using btree", "");
}

export function switchRowSecurity({ made, changed }: Transition): string[] {
  const pairs = [...made.map((after) => ({ before: undefined, after })), ...changed];
  return pairs.flatMap(({ before, after }) => {
    if (after.kind !== "table") return [];
    const old = before?.kind === "table" ? before.rowSecurity : "off";
    const alter = (words: string) => `alter table ${after.name} ${words} row level security;`;
    return [
      ...(after.rowSecurity !== "forced" && old === "forced" ? [alter("no force")] : []),
      ...(after.rowSecurity === "off" && old !== "off" ? [alter("disable")] : []),
      ...(after.rowSecurity !== "off" && old === "off" ? [alter("enable")] : []),
      ...(after.rowSecurity === "forced" && old !== "forced" ? [alter("force")] : []),
    ];
  });
}
