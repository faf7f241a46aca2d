import { DugoutError } from "./base.js";

/** A text is no play in Retrosheet's notation. `details` holds the `text` and the `position`. */
export class NotationError extends DugoutError {
  override readonly code = "NOTATION";

  /** The index of the first character that does not fit, from 0; the text's length when the text ends too early. */
  get position(): number {
    return this.details.position as number;
  }
}

/** This cannot have happened in the game as it stands. Nothing was written; `details.reasons` lists every reason. */
export class IllegalPlayError extends DugoutError {
  override readonly code = "ILLEGAL_PLAY";
}
