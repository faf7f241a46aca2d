import { ValidationError } from "../../../src/errors/errors.js";
import type { GameFile } from "../../../src/import/game-file/game-file.js";
import { toGameFile } from "./game-file.js";
import { readGames } from "./read-games.js";

/**
 * Converts one game of a folder. The folder's files are read from their beginning up to that game.
 *
 * @param folder holds Chadwick's CSV files of `cwgame`, `cwevent` and `cwsub`, and Retrosheet's rosters and teams
 * @param gameId Retrosheet's identifier of the game: `CLE201611020`
 * @throws {ConfigurationError} when a file is missing or there twice
 * @throws {ValidationError} when the folder does not hold the game, or its rows contradict each other
 */
export async function convertGame(folder: string, gameId: string): Promise<GameFile> {
  for await (const rows of readGames(folder)) {
    if (rows.game.gameId === gameId) return toGameFile(rows);
  }
  throw new ValidationError(
    "The identifier of the game",
    [{ field: "gameId", message: `${gameId} is not in the folder ${folder}` }],
    { details: { folder, sourceGameId: gameId } },
  );
}
