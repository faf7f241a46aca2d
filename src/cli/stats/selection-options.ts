import { type Command, Option } from "commander";
import { leagues } from "../../rules/vocabulary.js";
import type { Executor } from "../../session/executor.js";
import type { GameSelection } from "../../stats/game-selection.js";
import { expectSelected } from "../../stats/selected-seasons.js";
import { gameIdOfArgument } from "../game-argument.js";

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
