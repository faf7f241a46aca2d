/** pg's own parsers. This part of pg-types has no type declarations. */
declare module "pg-types/lib/textParsers.js" {
  /** Calls `register` with each type's OID and its parser. No program can have changed these. */
  export function init(register: (oid: number, parse: (text: string) => unknown) => void): void;
}
