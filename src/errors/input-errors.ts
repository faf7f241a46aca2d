import { DugoutError, type DugoutErrorOptions } from "./dugout-error.js";

/** One thing that is wrong with an input. */
export interface ValidationIssue {
  /** The field, as a path: `inning`, `plays.12.batterId`. Empty when the input as a whole is wrong. */
  readonly field: string;
  /** What is wrong, as a phrase that follows the field's name: `must be from 1 to 99`. */
  readonly message: string;
}

/** The most issues that a message lists; `issues` has all of them. */
const mostListed = 50;

/** An input is invalid. Nothing was written; `issues` names every invalid field. */
export class ValidationError extends DugoutError {
  override readonly code = "VALIDATION";
  /** Everything that is wrong, each with its field. */
  readonly issues: readonly ValidationIssue[];

  constructor(subject: string, issues: readonly ValidationIssue[], options: DugoutErrorOptions = {}) {
    const listed = issues
      .slice(0, mostListed)
      .map(({ field, message }) => (field === "" ? message : `${field} ${message}`));
    const further = issues.length - listed.length;
    if (further > 0) listed.push(`and ${further} more`);
    super(`${subject} is not valid: ${listed.join("; ")}.`, options);
    this.issues = issues;
  }
}

/** A stored number is beyond 2^53 and cannot be a JavaScript number without rounding. */
export class IdentifierOutOfRangeError extends DugoutError {
  override readonly code = "IDENTIFIER_OUT_OF_RANGE";
}

/** A stored value cannot be represented in JavaScript, such as an infinite time. `details` has the row and column. */
export class UnreadableValueError extends DugoutError {
  override readonly code = "UNREADABLE_VALUE";
}

/** The database refused a value that the input checks accepted. `cause` is its error. */
export class DataRefusedError extends DugoutError {
  override readonly code = "DATA_REFUSED";
}

/** A text is not a play in Retrosheet's notation. `details` contains the `text` and the `position`. */
export class NotationError extends DugoutError {
  override readonly code = "NOTATION";

  /** The index of the first character that does not fit, from 0; the text's length when the text ends too early. */
  get position(): number {
    return this.details.position as number;
  }
}

/** The play is not possible in the current situation of the game. Nothing was written; `details.reasons` lists every reason. */
export class IllegalPlayError extends DugoutError {
  override readonly code = "ILLEGAL_PLAY";
}

/** `DATABASE_URL` or an option is missing, malformed or contradicts another. Nothing was connected. */
export class ConfigurationError extends DugoutError {
  override readonly code = "CONFIGURATION";
}
