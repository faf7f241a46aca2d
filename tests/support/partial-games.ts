import { LineupRecorder } from "../../src/import/game-file/lineup-recorder.js";
import { createGame, databasePlay, stateAfter } from "../../src/import/game-file/record-game.js";
import { type GameFile, parseGameFile } from "../../src/import.js";
import { type Database, DatabaseOperations, newGameId } from "../../src/index.js";
import { worldSeriesText } from "./examples.js";

/** Game 7 of the 2016 World Series, as a new game. */
export async function newWorldSeriesGame(): Promise<GameFile> {
  const file = parseGameFile(JSON.parse(await worldSeriesText()));
  return { ...file, game: { ...file.game, id: newGameId() } };
}

/**
 * Records a game up to a play, in one transaction; the substitutions that follow this play are left out.
 *
 * @returns the recorder, which knows the database's identifiers and can continue
 */
export function recordUpTo(database: Database, file: GameFile, playNumber: number): Promise<LineupRecorder> {
  return database.transaction(async (session) => {
    const operations = new DatabaseOperations(session);
    const lineup = new LineupRecorder(file);
    await createGame(operations, file);
    await lineup.enterAfter(operations, 0);
    for (const [index, play] of file.plays.slice(0, playNumber).entries()) {
      if (index > 0) await lineup.enterAfter(operations, index);
      await operations.recordPlay(databasePlay(file, play, lineup), stateAfter(file, index));
    }
    return lineup;
  });
}
