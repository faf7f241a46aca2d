import { type Catalog, titleOf, type View } from "../../src/migrations/catalog/catalog-objects.js";
import type { Transition } from "./transition.js";

export function dropViews({ gone }: Transition): string[] {
  return inOrder(gone)
    .toReversed()
    .map((view) => `drop ${titleOf(view)};`);
}

export function createViews({ made }: Transition): string[] {
  return inOrder(made).map(({ kind, name, options, query }) => {
    const withOptions = options === null ? "" : ` with (${options})`;
    return `create ${kind} ${name}${withOptions} as\n${query};`;
  });
}

/** Views of a catalog, each after those that it reads. */
function inOrder(catalog: Catalog): View[] {
  const left = new Set(
    catalog.filter((object): object is View => object.kind === "view" || object.kind === "materialized view"),
  );
  const ordered: View[] = [];
  while (left.size > 0) {
    const [first] = left;
    const reads = (view: View) =>
      [...left].some((other) => other !== view && mentions(view.query, other.name));
    const next = [...left].find((view) => !reads(view)) ?? (first as View);
    left.delete(next);
    ordered.push(next);
  }
  return ordered;
}

/** True if SQL contains this name, which is quoted as in SQL. */
export function mentions(sql: string, name: string): boolean {
  return name.startsWith('"') ? sql.includes(name) : new RegExp(`(?<!\\w)${name}(?!\\w)`).test(sql);
}
