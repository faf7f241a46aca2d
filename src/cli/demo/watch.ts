import { setTimeout as pause } from "node:timers/promises";
import type { GameFile } from "../../import/game-file/game-file.js";
import { migrate } from "../../migrations/migrate.js";
import { serveScoreboard } from "../../serve/scoreboard-server.js";
import { Database } from "../../session/database.js";
import { printLine, reportProblem } from "../output.js";
import { untilAskedToEnd } from "../until-asked-to-end.js";
import { DemoProgress } from "./progress.js";
import { GameRecorder } from "./recorder.js";

interface WatchOptions {
  readonly port: number;
  /** The time between two plays, in milliseconds. */
  readonly pace: number;
}

/** Records a game slowly, play by play, and serves the scoreboard until SIGINT or SIGTERM. */
export async function watchDemo(url: string, file: GameFile, { port, pace }: WatchOptions): Promise<void> {
  await using database = await Database.open(url);
  await migrate(database);
  const recorder = await GameRecorder.begin(database, file);
  const onError = (error: unknown) => reportProblem((error as Error).message);
  await using scoreboard = await serveScoreboard(database, { port, onError });
  printLine(`${file.game.awayTeamName} at ${file.game.homeTeamName}, a play every ${pace / 1_000} s.`);
  printLine(`Watch it in a browser: ${scoreboard.url}game/${file.game.id} (Ctrl+C ends it).`);
  const ending = new AbortController();
  const asked = untilAskedToEnd().then(() => ending.abort());
  const progress = new DemoProgress(file.plays.length);
  try {
    await recordAll(recorder, file, { progress, pace, signal: ending.signal });
  } finally {
    progress.end();
  }
  if (!ending.signal.aborted) printLine("The game is over. The page stays until you press Ctrl+C.");
  await asked;
}

interface Recording {
  readonly progress: DemoProgress;
  readonly pace: number;
  readonly signal: AbortSignal;
}

async function recordAll(recorder: GameRecorder, file: GameFile, { progress, pace, signal }: Recording) {
  while (recorder.played < file.plays.length && !signal.aborted) {
    await pause(pace, undefined, { signal }).catch(() => {});
    if (!signal.aborted) progress.played(await recorder.recordNext());
  }
  if (!signal.aborted) await recorder.finish();
}
