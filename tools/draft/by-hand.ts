import { describeDifference } from "../../src/migrations/catalogue/differences.js";
import type { CatalogueObject } from "../../src/migrations/catalogue/objects.js";
import type { Transition } from "./transition.js";

/** How a remark begins that says what the draft leaves to be written. */
export const byHandMark = "-- By hand:";

/** What a model can speak of, and a draft does not. */
export function byHand({ gone, made, changed }: Transition): string[] {
  const isByHand = ({ kind }: CatalogueObject) => kind === "policy" || kind === "sequence";
  const pairs = [
    ...gone.map((before) => ({ before, after: undefined })),
    ...made.map((after) => ({ before: undefined, after })),
    ...changed,
  ];
  return pairs
    .filter(({ before, after }) => isByHand((before ?? after) as CatalogueObject))
    .map(
      ({ before, after }) =>
        `${byHandMark} ${describeDifference({ about: "object", expected: after, actual: before })}`,
    );
}
