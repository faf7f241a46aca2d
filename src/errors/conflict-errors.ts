import { DugoutError } from "./dugout-error.js";

/** No game has this id. Nothing was written. */
export class GameNotFoundError extends DugoutError {
  override readonly code = "GAME_NOT_FOUND";
}

/** A game with this id exists already. Nothing was written. */
export class GameExistsError extends DugoutError {
  override readonly code = "GAME_EXISTS";
}

/** A card was added to an SBA game, or a player to a PD game. Nothing was written. */
export class WrongLeagueError extends DugoutError {
  override readonly code = "WRONG_LEAGUE";
}

/** No lineup entry of this game has this id. `details.field` is the field of the play or entry that named it. */
export class LineupEntryNotFoundError extends DugoutError {
  override readonly code = "LINEUP_ENTRY_NOT_FOUND";
}

/** The batting slot has an active player already: deactivate that player first. Nothing was written. */
export class BattingSlotTakenError extends DugoutError {
  override readonly code = "BATTING_SLOT_TAKEN";
}

/** The fielding position has an active player already: deactivate that player first. Nothing was written. */
export class FieldingPositionTakenError extends DugoutError {
  override readonly code = "FIELDING_POSITION_TAKEN";
}

/** Another entry of the game has this decision already: set all decisions at once, by `setDecisions`. Nothing was written. */
export class DecisionTakenError extends DugoutError {
  override readonly code = "DECISION_TAKEN";
}

/** The card or player is on this game's roster already. Nothing was written. */
export class RosterEntryExistsError extends DugoutError {
  override readonly code = "ROSTER_ENTRY_EXISTS";
}

/** The team has a roster in this game, and the card or player is not on it. Nothing was written. */
export class NotOnRosterError extends DugoutError {
  override readonly code = "NOT_ON_ROSTER";
}

/**
 * Another play is stored under this number, or the same one with another state of the game. Nothing was written.
 * `details.differs` names the fields that are not the same; `state` means the state of the game.
 */
export class PlayConflictError extends DugoutError {
  override readonly code = "PLAY_CONFLICT";
}

/** The game has a websocket session already. Nothing was written. */
export class GameSessionExistsError extends DugoutError {
  override readonly code = "GAME_SESSION_EXISTS";
}

/** The game has no websocket session. Nothing was written. */
export class GameSessionNotFoundError extends DugoutError {
  override readonly code = "GAME_SESSION_NOT_FOUND";
}

/** The snapshot has been replaced since the caller read it, or by a newer one. Nothing was written. `details` has the stored time. */
export class StaleGameSessionError extends DugoutError {
  override readonly code = "STALE_GAME_SESSION";
}

/** A statement violated a constraint that is not one of this package. `details.constraint` names it. */
export class ConstraintViolationError extends DugoutError {
  override readonly code = "CONSTRAINT_VIOLATION";
}
