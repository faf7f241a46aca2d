import type { Catalog, Type } from "../../src/migrations/catalog/catalog-objects.js";
import { definitionOf, quotedText } from "../../src/migrations/catalog/object-definitions.js";
import { byHandMark } from "./by-hand.js";
import type { Pair, Transition } from "./transition.js";

const typesIn = (catalog: Catalog) => catalog.filter((object) => object.kind === "type");

/** Types are created before the columns that have them. */
export function makeTypes({ made, changed }: Transition): string[] {
  return [
    ...typesIn(made).map((type) => `create type ${type.name} ${definitionOf(type)};`),
    ...changed.flatMap(({ before, after }) =>
      before.kind === "type" && after.kind === "type" ? addLabels({ before, after }) : [],
    ),
  ];
}

/** Types are dropped after the columns that had them. */
export function dropTypes({ gone }: Transition): string[] {
  return typesIn(gone).map(({ name }) => `drop type ${name};`);
}

function addLabels({ before, after }: Pair<Type>): string[] {
  const isTheSameFurther =
    before.labels.join() === after.labels.filter((label) => before.labels.includes(label)).join();
  if (!isTheSameFurther) {
    return [
      `${byHandMark} ${after.name} loses labels, which PostgreSQL cannot do: make a new type ${definitionOf(after)},\n` +
        "-- change the columns to it, drop the old one and rename the new.",
    ];
  }
  return after.labels.flatMap((label, index) => {
    if (before.labels.includes(label)) return [];
    const neighbour = after.labels[index - 1];
    const place =
      neighbour === undefined
        ? before.labels[0] && ` before ${quotedText(before.labels[0])}`
        : ` after ${quotedText(neighbour)}`;
    return [`alter type ${after.name} add value if not exists ${quotedText(label)}${place ?? ""};`];
  });
}
