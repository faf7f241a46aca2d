import { type Command, InvalidArgumentError, Option } from "commander";
import { ValidationError } from "../errors/errors.js";
import { dateInKey, gameIdOf } from "../import/event-files/retrosheet-codes.js";
import { uuidText } from "../models/input-schemas.js";
import { leagues } from "../rules/vocabulary.js";
import type { Executor } from "../session/executor.js";
import type { GameSelection } from "../stats/game-selection.js";
import { expectSelected } from "../stats/selected-seasons.js";

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

/** Adds the options that choose games to a command. */
export function addSelectionOptions(command: Command): Command {
  return command
    .option("--season <season>", "only the games of this season; by default all completed games")
    .addOption(new Option("--league <league>", "only the games of this league").choices(leagues))
    .option("--game <ids...>", "only these games, by their ids or Retrosheet's");
}

/** The options, as {@link addSelectionOptions} adds them. */
export interface SelectionFlags {
  readonly season?: string;
  readonly league?: GameSelection["leagueId"];
  readonly game?: readonly string[];
}

/**
 * The games that the options choose.
 *
 * @throws {ConfigurationError} if there is no such season
 * @throws {GameNotFoundError} if there is no such game
 */
export async function selectionOf(
  executor: Executor,
  { season, league, game }: SelectionFlags,
): Promise<GameSelection> {
  const selection = { season, leagueId: league, gameIds: game?.map(gameIdOfArgument) };
  await expectSelected(executor, selection);
  return selection;
}

/**
 * How many rows to print.
 *
 * @throws {InvalidArgumentError} which names the option
 */
export function rowCount(text: string): number {
  const count = wholeNumber(text);
  if (count === 0) throw new InvalidArgumentError("It must be at least 1.");
  return count;
}

/**
 * A whole number in decimal digits. `Number()` would also accept 1e3, 0x10 and blanks.
 *
 * @throws {InvalidArgumentError} which names the option
 */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
    throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}
