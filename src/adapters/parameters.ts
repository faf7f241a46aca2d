import { perStatement } from "./joined-transaction.js";

/** A statement's text between its parameters, for libraries that number parameters themselves. */
export const partsOf = perStatement(({ text }): readonly string[] => text.split(/\$\d+/));

const places = perStatement(({ text }) =>
  (text.match(/\$\d+/g) ?? []).map((name) => Number(name.slice(1)) - 1),
);

/** The values of a statement as they stand between its parts: one that stands in the text several times is repeated. */
export function valuesBetween(
  statement: Parameters<typeof places>[0],
  values: readonly unknown[],
): readonly unknown[] {
  return places(statement).map((place) => values[place]);
}
