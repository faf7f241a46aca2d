/** What pg's client is given: a text, a query, or a request of several statements. */
export type Sent =
  | string
  | { readonly text: string; readonly statements?: readonly { readonly text: string }[] };

/** The texts of its statements. The empty query is left out, by which the pool checks a connection that was idle for a second. */
export function textsOf(given: Sent): readonly string[] {
  const statements = typeof given === "string" ? [{ text: given }] : (given.statements ?? [given]);
  return statements.map(({ text }) => text).filter((text) => text !== "");
}
