const names = [
  "gameId",
  "playNumber",
  "lineupId",
  "id",
  "teamId",
  "cardId",
  "playerId",
  "position",
  "battingOrder",
] as const;

/** Who and what a statement was about, for an error's message and details. */
export type Identifiers = { readonly [Name in (typeof names)[number]]?: string | number };

/** Picks the identifiers out of a statement's values. */
export function identifiersOf(values: unknown): Identifiers {
  if (typeof values !== "object" || values === null) return {};
  const given = values as Readonly<Record<string, unknown>>;
  // recordPlay's values are a play and a state; the play knows what it is about.
  if ("play" in given) return identifiersOf(given.play);
  const known = names.filter((name) => typeof given[name] === "string" || typeof given[name] === "number");
  return Object.fromEntries(known.map((name) => [name, given[name]]));
}
