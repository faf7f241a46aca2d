/** What of pg's exports has no type declarations. */
declare module "pg/lib/utils.js" {
  /** The text of a value, or its bytes, as pg sends them. @throws for what has no text, such as a circular object */
  export function prepareValue(value: unknown): string | Buffer | null;
}
