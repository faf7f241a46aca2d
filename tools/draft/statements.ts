import type { Catalog, Column } from "../../src/migrations/catalog/catalog-objects.js";
import { alterColumn, dropExpression, setNotNull } from "./alter-column.js";
import { byHand, byHandMark } from "./by-hand.js";
import { createFunctions, dropFunctions } from "./check-functions.js";
import { commentStatements } from "./comments.js";
import { addConstraints, validateConstraints } from "./constraints.js";
import {
  dropColumns,
  dropForeignKeys,
  dropIndexes,
  dropKeysAndChecks,
  dropTables,
  renameMark,
} from "./drops.js";
import { addColumns, createIndexes, createTables, inShort, switchRowSecurity } from "./makes.js";
import { type Pair, transition } from "./transition.js";
import { dropTypes, makeTypes } from "./types.js";
import { createViews, dropViews } from "./views.js";

/**
 * The SQL that changes one schema into another, in groups and in an order that PostgreSQL accepts: an object is dropped after,
 * and created before, the objects that depend on it. A line that begins with `--` is a comment for the reader.
 */
export function statementsBetween(before: Catalog, after: Catalog): string[][] {
  const change = transition(before, after);
  const columns = change.changed.filter(isOfTable);
  return someOf([
    byHand(change),
    columns.flatMap(setNotNull),
    dropViews(change),
    dropForeignKeys(change),
    dropTables(change),
    dropKeysAndChecks(change),
    dropFunctions(change),
    dropIndexes(change),
    dropColumns(change),
    makeTypes(change),
    ...createFunctions(change),
    columns.flatMap(dropExpression),
    columns.flatMap(alterColumn),
    addColumns(change),
    ...createTables(change),
    createIndexes(change, false),
    addConstraints(change, before),
    validateConstraints(change),
    switchRowSecurity(change),
    createViews(change),
    createIndexes(change, true),
    dropTypes(change),
    commentStatements(change.made),
  ]);

  function isOfTable(pair: Pair): pair is Pair<Column> {
    return pair.after.kind === "column" && change.standing.has(pair.after.table);
  }
}

/** The same for two schemas that differ only in their indexes, without a lock that blocks reads or writes. */
export function indexStatementsBetween(before: Catalog, after: Catalog): string[][] {
  const { gone, made } = transition(before, after);
  const indexes = made.filter((object) => object.kind === "index");
  const names = new Set(indexes.map(({ name }) => name));
  const [recreated, old] = [true, false].map((isRecreated) =>
    gone.filter(({ name }) => names.has(name) === isRecreated),
  );
  const drop = ({ name }: { name: string }) => `drop index concurrently if exists ${name};`;
  return someOf([
    (recreated ?? []).flatMap((index) => [
      `-- Until it is built, queries must do without ${index.name}: under another name, the old one could stay till then.`,
      drop(index),
    ]),
    indexes.map((index) => `${inShort(index).replace("index", "index concurrently if not exists")};`),
    (old ?? []).map(drop),
    commentStatements(indexes),
  ]);
}

/** Omits empty groups, and remarks that are repeated within a group. */
function someOf(groups: readonly string[][]): string[][] {
  return groups
    .map((group) => group.filter((text, index) => !text.startsWith("--") || group.indexOf(text) === index))
    .filter((group) => group.length > 0);
}

/** A down part needs no advice about small steps; only the remarks about what must be written by hand stay. */
export function withoutAdvice(groups: readonly string[][]): string[][] {
  const isKept = (text: string) =>
    !text.startsWith("--") || text.startsWith(byHandMark) || text.startsWith(renameMark);
  return someOf(groups.map((group) => group.filter(isKept)));
}
