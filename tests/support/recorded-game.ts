import type { LineupRecorder } from "../../src/import/game-file/lineup-recorder.js";
import { databasePlay, stateAfter } from "../../src/import/game-file/record-game.js";
import type { GameFile } from "../../src/import.js";
import type { Database, GameState, PlayInput } from "../../src/index.js";
import { newWorldSeriesGame, recordUpTo } from "./partial-games.js";

interface RecordedGame {
  readonly file: GameFile;
  readonly lineup: LineupRecorder;
  readonly plays: number;
}

/** A real game up to a play in its middle, active. */
export async function recordedGame(database: Database, plays = 60): Promise<RecordedGame> {
  const file = await newWorldSeriesGame();
  return { file, plays, lineup: await recordUpTo(database, file, plays) };
}

/** The last recorded play of such a game, and the state after it. */
export function lastRecordedPlay({ file, lineup, plays }: RecordedGame): {
  play: PlayInput;
  state: GameState;
} {
  const play = file.plays[plays - 1];
  if (play === undefined) throw new RangeError(`the game has no play ${plays}`);
  return { play: databasePlay(file, play, lineup), state: stateAfter(file, plays - 1) };
}
