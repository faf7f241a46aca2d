import type {
  CatalogObject,
  Column,
  Constraint,
  Index,
  View,
} from "../../src/migrations/catalog/catalog-objects.js";
import { definitionOf } from "../../src/migrations/catalog/object-definitions.js";
import { calls } from "./check-functions.js";

type Objects = ReadonlyMap<string, CatalogObject>;

/**
 * The titles of objects that are in both catalogs but must be dropped and created again, because no ALTER can make the change,
 * or because they depend on such an object.
 */
export function findRecreated(old: Objects, next: Objects): Set<string> {
  const recreated = new Set<string>();
  const isLost = (title: string) => recreated.has(title) || (old.has(title) && !next.has(title));
  const isLostColumn = (table: string, names: readonly string[]) =>
    names.some((name) => isLost(`column ${table}.${name}`));
  const addWhere = <Kind extends CatalogObject>(
    kinds: readonly Kind["kind"][],
    needs: (before: Kind, after: Kind) => boolean,
  ) => {
    for (const [title, before] of old) {
      const after = next.get(title);
      if (after === undefined || !kinds.includes(before.kind as Kind["kind"])) continue;
      if (needs(before as Kind, after as Kind)) recreated.add(title);
    }
  };

  addWhere<Column>(["column"], needsNewColumn);
  addWhere<Column>(["column"], ({ table, generated }, after) => {
    const reads = generated === null || after.generated === null ? [] : generated.reads;
    return (
      isLostColumn(table, reads) || reads.some((name) => isRetyped(`column ${table}.${name}`, old, next))
    );
  });
  addWhere<CatalogObject>(["function"], (before, after) => definitionOf(before) !== definitionOf(after));
  const lostFunctions = [...old].flatMap(([title, object]) =>
    object.kind === "function" && isLost(title) ? [object] : [],
  );
  addWhere<Constraint>(
    ["constraint"],
    (before, after) =>
      needsNewConstraint(before, after) ||
      isLostColumn(before.table, before.columns) ||
      lostFunctions.some((lost) => calls(before, lost)),
  );
  const touched = [...old]
    .filter(([title, { kind }]) => kind === "column" && (isLost(title) || isRetyped(title, old, next)))
    .map(([title]) => title);
  addViews(old, next, recreated, new Set(touched));
  // Everything that depends on a view is dropped and created with it, comments included.
  addWhere<Column>(["column"], ({ table }) =>
    ["view", "materialized view"].some((kind) => recreated.has(`${kind} ${table}`)),
  );
  addWhere<Index>(["index"], (before, after) => {
    const isOnNewView = recreated.has(`materialized view ${before.table}`);
    return (
      isOnNewView || before.definition !== after.definition || isLostColumn(before.table, before.columns)
    );
  });
  // Foreign keys again, because it is now known which keys are recreated.
  addWhere<Constraint>(["constraint"], ({ references: to }) => {
    const keys = to === null ? [] : [`constraint ${to.index} on ${to.table}`, `index ${to.index}`];
    return keys.some((title) => old.has(title) && isLost(title));
  });
  return recreated;
}

/** A view prevents changes of the columns that it reads, and must be recreated with a view that it reads. */
function addViews(old: Objects, next: Objects, recreated: Set<string>, touched: ReadonlySet<string>): void {
  const views = [...old].filter((entry): entry is [string, View] => entry[1].kind.endsWith("view"));
  const gone = new Set<string>();
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const [title, view] of views) {
      const after = next.get(title);
      const isTouched = view.reads.some(
        ({ table, column }) => touched.has(`column ${table}.${column}`) || gone.has(table),
      );
      if (gone.has(view.name) || (after && definitionOf(view) === definitionOf(after) && !isTouched))
        continue;
      if (after) recreated.add(title);
      gone.add(view.name);
      isGrowing = true;
    }
  }
}

/** On all supported versions of PostgreSQL, ALTER can only turn a stored generated column into a plain one. */
function needsNewColumn(before: Column, after: Column): boolean {
  if (before.generated === null || after.generated === null) {
    return after.generated !== null || before.generated?.storage === "virtual";
  }
  const { expression, storage } = after.generated;
  const isSame = before.generated.expression === expression && before.generated.storage === storage;
  return !isSame || before.type !== after.type || before.collation !== after.collation;
}

/** The only change that ALTER can make to a constraint is to validate it. */
function needsNewConstraint(before: Constraint, after: Constraint): boolean {
  return before.definition !== after.definition || (before.isValidated && !after.isValidated);
}

function isRetyped(title: string, old: Objects, next: Objects): boolean {
  const [before, after] = [old.get(title), next.get(title)];
  if (before?.kind !== "column" || after?.kind !== "column") return false;
  return before.type !== after.type || before.collation !== after.collation;
}
