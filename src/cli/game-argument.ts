import { dateInKey, gameIdOf } from "../import/event-files/retrosheet-codes.js";

/** How a command describes the game that it takes. */
export const gameArgument = [
  "<game>",
  "its id, or Retrosheet's where it was imported: CLE201611020",
] as const;

/**
 * The game that a user names: by its id, or by Retrosheet's key when it was imported, from which its id is made.
 */
export function gameIdOfArgument(argument: string): string {
  const date = dateInKey(argument);
  return date === undefined ? argument : gameIdOf(argument, date);
}
