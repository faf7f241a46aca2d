import { DugoutError } from "./dugout-error.js";

/**
 * The game's status does not allow this: a game that is over cannot be paused. Nothing was written.
 * `details.status` is the present status; `details.legal` lists the operations that would be legal now.
 */
export class GameStatusError extends DugoutError {
  override readonly code = "GAME_STATUS";
}

/**
 * The game has moved on since the caller looked: somebody else changed it first. Nothing was written.
 * `details` holds what is there now: `stateVersion`, `status`, and `lastPlay` (the last play's number, 0 before the
 * first). Read the game again before going on.
 */
export class StaleGameStateError extends DugoutError {
  override readonly code = "STALE_GAME_STATE";
}

/**
 * The play does not follow from the one before it: its number, its inning, its outs or its score are others than the last
 * play leads to. Nothing was written. `details.expected` is the place of the next play, `details.differs` names the fields.
 */
export class PlaySequenceError extends DugoutError {
  override readonly code = "PLAY_SEQUENCE";
}

/** The rules of the game do not allow this substitution. Nothing was written; `details.reasons` lists every reason. */
export class IllegalSubstitutionError extends DugoutError {
  override readonly code = "ILLEGAL_SUBSTITUTION";
}

/** This is no starting lineup that a game can begin with. Nothing was written; `details.reasons` lists every reason. */
export class IllegalLineupError extends DugoutError {
  override readonly code = "ILLEGAL_LINEUP";
}
