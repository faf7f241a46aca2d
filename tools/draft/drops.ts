import {
  type Catalog,
  type CatalogObject,
  type Column,
  type Constraint,
  titleOf,
} from "../../src/migrations/catalog/catalog-objects.js";
import { takesOver } from "./constraints.js";
import type { Transition } from "./transition.js";

const constraintsIn = (objects: Catalog) => objects.filter((object) => object.kind === "constraint");

const dropConstraint = ({ table, name }: Constraint) => `alter table ${table} drop constraint ${name};`;

/**
 * Foreign keys are dropped before the keys and tables that they depend on. This also allows dropping two tables that reference
 * each other.
 */
export function dropForeignKeys({ gone, standing }: Transition): string[] {
  const goneTables = new Set(gone.filter(({ kind }) => kind === "table").map(({ name }) => name));
  return constraintsIn(gone)
    .filter(
      ({ table, references }) =>
        references !== null &&
        (standing.has(table) || (references.table !== table && goneTables.has(references.table))),
    )
    .map(dropConstraint);
}

export function dropKeysAndChecks({ gone, standing }: Transition): string[] {
  return constraintsIn(gone)
    .filter(({ table, references }) => references === null && standing.has(table))
    .map(dropConstraint);
}

/** An index that becomes a key's index stays. An index on a dropped column is dropped with the column. */
export function dropIndexes({ gone, made, standing }: Transition): string[] {
  const lost = new Set(gone.map(titleOf));
  return gone
    .filter((object) => object.kind === "index")
    .filter((index) => standing.has(index.table) && !made.some((key) => takesOver(key, index)))
    .filter(({ table, columns }) => !columns.some((column) => lost.has(`column ${table}.${column}`)))
    .map(({ name }) => `drop index ${name};`);
}

export function dropTables({ gone }: Transition): string[] {
  return withLossNote(gone.filter(({ kind }) => kind === "table").map(({ name }) => `drop table ${name};`));
}

/** Generated columns come first, because they depend on the columns that they read. */
export function dropColumns({ gone, made, standing }: Transition): string[] {
  const columnsIn = (objects: readonly CatalogObject[]) =>
    objects
      .filter((object) => object.kind === "column")
      .filter(({ table }) => standing.has(table))
      .toSorted((a, b) => Number(b.generated !== null) - Number(a.generated !== null));
  const [old, added] = [columnsIn(gone), columnsIn(made)];
  const isRecreated = (column: Column) => added.some((other) => titleOf(other) === titleOf(column));
  return [
    ...old.filter(isRecreated).map(drop),
    ...withLossNote(
      old
        .filter((column) => !isRecreated(column))
        .flatMap((column) => [...renameNotes(column, added), drop(column)]),
    ),
  ];
}

const drop = ({ table, name }: Column) => `alter table ${table} drop column ${name};`;

/** The beginning of a remark that asks whether something was renamed. */
export const renameMark = "-- Is";

/** A renamed column looks like a dropped column and an added one. */
function renameNotes({ table, name, type }: Column, added: readonly Column[]): string[] {
  return added
    .filter((column) => column.table === table && column.type === type && column.name !== name)
    .map(
      (column) =>
        `${renameMark} ${column.name} the new name of ${name}? Then keep its values, and in place of dropping and adding write:\n` +
        `-- alter table ${table} rename column ${name} to ${column.name};`,
    );
}

function withLossNote(statements: readonly string[]): string[] {
  return statements.length === 0
    ? []
    : ["-- What is in there is lost, and code that still runs must not use it any more.", ...statements];
}
