import { prepareValue } from "pg/lib/utils.js";
import { StatementRefusedError } from "../errors/index.js";
import { ofValue } from "./loss.js";

/**
 * A statement's values as they are sent: texts, bytes, and null.
 *
 * @throws {StatementRefusedError} when one of them has no text
 */
export function wireValuesOf(values: readonly unknown[]): (string | Buffer | null)[] {
  try {
    return values.map((value) => prepareValue(value));
  } catch (cause) {
    throw ofValue(
      new StatementRefusedError(
        `A statement's value has no text to be sent as: ${(cause as Error).message}. Nothing was sent.`,
        { cause },
      ),
    );
  }
}
