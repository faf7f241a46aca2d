import pg from "pg";
import { IdentifierOutOfRangeError } from "../errors/index.js";

const int8 = 20;

/** Every identifier and count fits a JavaScript number exactly, or the reader is told: never a rounded one. */
export function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new IdentifierOutOfRangeError(
      `The database holds the number ${text}, which is beyond 2^53 and cannot be given as a JavaScript number without rounding.`,
      { details: { value: text } },
    );
  }
  return value;
}

/** How the text of each PostgreSQL type becomes a JavaScript value on our connections. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === int8 && format !== "binary"
      ? exactNumber
      : pg.types.getTypeParser(oid, format as "text")) as pg.CustomTypesConfig["getTypeParser"],
};
