import { DugoutError } from "./dugout-error.js";

/**
 * The game's status does not allow this: a game that is over cannot be paused. Nothing was written. `details.status` is the
 * current status; `details.legal` lists the operations that are allowed now.
 */
export class GameStatusError extends DugoutError {
  override readonly code = "GAME_STATUS";
}

/**
 * The game has changed since you read it. Nothing was written. `details` has the current `stateVersion`, `status`, and
 * `lastPlay` (the last play's number, 0 before the first). Read the game again before you continue.
 */
export class StaleGameStateError extends DugoutError {
  override readonly code = "STALE_GAME_STATE";
}

/**
 * The play does not follow from the one before it: its number, inning, outs or score are not those that follow from the last
 * play. Nothing was written. `details.expected` is the place of the next play, `details.differs` names the fields.
 */
export class PlaySequenceError extends DugoutError {
  override readonly code = "PLAY_SEQUENCE";
}

/** The rules of the game do not allow this substitution. Nothing was written; `details.reasons` lists every reason. */
export class IllegalSubstitutionError extends DugoutError {
  override readonly code = "ILLEGAL_SUBSTITUTION";
}

/** A game cannot begin with this starting lineup. Nothing was written; `details.reasons` lists every reason. */
export class IllegalLineupError extends DugoutError {
  override readonly code = "ILLEGAL_LINEUP";
}
