import { type Catalogue, titleOf, type View } from "../../src/migrations/catalogue/objects.js";
import { mentions } from "../../src/migrations/catalogue/sql-text.js";
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

/** Views of a catalogue, each after those that it reads. */
function inOrder(catalogue: Catalogue): View[] {
  const left = new Set(
    catalogue.filter(
      (object): object is View => object.kind === "view" || object.kind === "materialized view",
    ),
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
