import { type Catalog, type CatalogObject, type Index, titleOf } from "./catalog-objects.js";
import { definitionOf, onOneLine, quotedText } from "./object-definitions.js";

/** An object that differs between two catalogs, or whose comment differs. */
export interface Difference {
  readonly about: "object" | "comment";
  /** Undefined if no such object is expected. */
  readonly expected: CatalogObject | undefined;
  /** Undefined if there is no such object. */
  readonly actual: CatalogObject | undefined;
}

/**
 * The differences between two catalogs. If only one of them has a table or view, its columns, constraints and other parts are
 * not listed one by one.
 */
export function differences(expected: Catalog, actual: Catalog): Difference[] {
  const expectedByTitle = byTitle(expected);
  const actualByTitle = byTitle(actual);
  const titles = [...new Set([...expectedByTitle.keys(), ...actualByTitle.keys()])];
  const found = titles.map((title) => ({
    expected: expectedByTitle.get(title),
    actual: actualByTitle.get(title),
  }));
  const relations = [relationsOf(expected), relationsOf(actual)];
  return found.flatMap((pair): Difference[] => {
    const { table } = (pair.expected ?? pair.actual) as CatalogObject;
    if (table !== null && !relations.every((names) => names.has(table))) return [];
    if (!isSame(pair)) return [{ about: "object", ...pair }];
    return pair.expected?.comment === pair.actual?.comment ? [] : [{ about: "comment", ...pair }];
  });
}

/** Describes a difference in one line: the object, what is expected, and what was found. */
export function describeDifference({ about, expected, actual }: Difference): string {
  const object = (expected ?? actual) as CatalogObject;
  if (about === "comment") {
    const [wanted, found] = [expected, actual].map((one) =>
      one?.comment ? quotedText(onOneLine(one.comment)) : "none",
    );
    return `comment on ${titleOf(object)}: expected ${wanted}, found ${found}`;
  }
  if (actual?.kind === "index" && !actual.isValid) return invalidIndex(actual, expected !== undefined);
  return `${titleOf(object)}: expected ${described(expected)}, found ${described(actual)}`;
}

function invalidIndex({ name, table }: Index, isExpected: boolean): string {
  const again = isExpected ? ", and create it again" : "";
  return (
    `index ${name} on ${table} is invalid, and no query uses it: a CREATE INDEX CONCURRENTLY failed, or is still running; if it failed, ` +
    `drop it (drop index concurrently ${name})${again}`
  );
}

function described(object: CatalogObject | undefined): string {
  return object === undefined ? "none" : onOneLine(definitionOf(object));
}

function isSame({ expected, actual }: Pick<Difference, "expected" | "actual">): boolean {
  if (expected === undefined || actual === undefined) return false;
  if (actual.kind === "index" && !actual.isValid) return false;
  return expected.kind === actual.kind && definitionOf(expected) === definitionOf(actual);
}

function byTitle(catalog: Catalog): Map<string, CatalogObject> {
  return new Map(catalog.map((object) => [titleOf(object), object]));
}

function relationsOf(catalog: Catalog): Set<string> {
  return new Set(
    catalog.flatMap(({ kind, name }) =>
      kind === "table" || kind === "view" || kind === "materialized view" ? [name] : [],
    ),
  );
}
