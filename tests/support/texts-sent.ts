/** What pg's client is given: a text, a query, or a request of several statements. */
export type Sent =
  | string
  | { readonly text: string; readonly statements?: readonly { readonly text: string }[] };

/** The texts of its statements. */
export function textsOf(given: Sent): readonly string[] {
  if (typeof given === "string") return [given];
  return given.statements?.map(({ text }) => text) ?? [given.text];
}
