import { dateInKey, gameIdOf } from "../import/event-files/retrosheet-codes.js";

/** How a command describes the game that it takes. */
export const gameArgument = [
  "<game>",
  "its id, or Retrosheet's id if it was imported: CLE201611020",
] as const;

/**
 * The id of the game that a user names: by its id, or by Retrosheet's key, from which the id of an imported game is derived.
 */
export function gameIdOfArgument(argument: string): string {
  const date = dateInKey(argument);
  return date === undefined ? argument : gameIdOf(argument, date);
}
