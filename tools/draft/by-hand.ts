import { describeDifference } from "../../src/migrations/catalog/catalog-differences.js";
import type { CatalogObject } from "../../src/migrations/catalog/catalog-objects.js";
import type { Transition } from "./transition.js";

/** The beginning of a remark about what must be written by hand. */
export const byHandMark = "-- By hand:";

/** Remarks about changes that a model can express and a draft cannot. */
export function byHand({ gone, made, changed }: Transition): string[] {
  const isByHand = ({ kind }: CatalogObject) => kind === "policy" || kind === "sequence";
  const pairs = [
    ...gone.map((before) => ({ before, after: undefined })),
    ...made.map((after) => ({ before: undefined, after })),
    ...changed,
  ];
  return pairs
    .filter(({ before, after }) => isByHand((before ?? after) as CatalogObject))
    .map(
      ({ before, after }) =>
        `${byHandMark} ${describeDifference({ about: "object", expected: after, actual: before })}`,
    );
}
