import { perStatement } from "./joined-transaction.js";

/**
 * A statement's text between its parameters, for libraries that number parameters themselves. Drizzle, which made
 * the text, writes each parameter once and in order: `$1`, `$2` ...
 */
export const partsOf = perStatement(({ text }): readonly string[] => text.split(/\$\d+/));
