import { ValidationError } from "../errors/index.js";
import { dateInKey, gameIdOf } from "../import/event-files/retrosheet-codes.js";
import { uuidText } from "../models/input-schemas.js";

/** How a command describes the game that it takes. */
export const gameArgument = [
  "<game>",
  "its id, or Retrosheet's id if it was imported: CLE201611020",
] as const;

/**
 * The id of the game that a user names: by its id, or by Retrosheet's key, from which the id of an imported game is derived.
 *
 * @throws {ValidationError} when it is neither
 */
export function gameIdOfArgument(argument: string): string {
  const date = dateInKey(argument);
  if (date !== undefined) return gameIdOf(argument, date);
  if (uuidText().safeParse(argument).success) return argument;
  const message = "must be its id, a UUID, or Retrosheet's, such as CLE201611020";
  throw new ValidationError(`The name of a game, ${argument},`, [{ field: "", message }]);
}
