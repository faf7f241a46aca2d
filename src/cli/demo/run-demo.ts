import { setTimeout as pause } from "node:timers/promises";
import type { FilePlay, GameFile } from "../../import/game-file/game-file.js";
import { migrate } from "../../migrations/migrate.js";
import type { LineupEntry } from "../../models/lineups-table.js";
import { recoverGame } from "../../recovery/recover-game.js";
import { verifyGame } from "../../recovery/verify/verify-game.js";
import { serveScoreboard } from "../../serve/scoreboard-server.js";
import { Database } from "../../session/database.js";
import { boxScore } from "../../stats/box-score/box-score-query.js";
import { boxScoreText } from "../box-score-text.js";
import { ProgressLine, printLine, printLines, reportProblem } from "../output.js";
import { untilAskedToEnd } from "../run-program.js";
import { GameRecorder } from "./game-recorder.js";

/**
 * Records a game on the database of a URL. Halfway, the database is closed as if the server had died, with a play written
 * and not committed. It is opened again, and the game continues from what is stored.
 */
export async function runDemo(url: string, file: GameFile): Promise<void> {
  const began = performance.now();
  const progress = new DemoProgress(file.plays.length);
  try {
    const before = await recordUntilTheCrash(url, file, progress);
    const after = await recordTheRest(url, file, progress);
    progress.end();
    printLines(["", ...after.box, ""]);
    printLine(
      `${file.plays.length} plays in ${before + after.transactions} transactions, ${Math.round(performance.now() - began)} ms.`,
    );
    const { notice } = file.game.metadata;
    if (typeof notice === "string") printLine(notice);
  } finally {
    progress.end();
  }
}

/** @returns how many transactions it committed */
async function recordUntilTheCrash(url: string, file: GameFile, progress: DemoProgress): Promise<number> {
  const database = await Database.open(url);
  try {
    await migrate(database);
    progress.note(`Recording ${file.game.awayTeamName} at ${file.game.homeTeamName} on ${database.target}.`);
    const recorder = await GameRecorder.begin(database, file);
    const half = Math.floor(file.plays.length / 2);
    while (recorder.played < half) progress.played(await recorder.recordNext());
    const lost = await recorder.writeHalfOfNext();
    progress.note(`The server dies: play ${lost.playNumber} is written, but not committed.`);
    return recorder.transactions;
  } finally {
    await database.close({ within: 0 });
  }
}

async function recordTheRest(
  url: string,
  file: GameFile,
  progress: DemoProgress,
): Promise<{ transactions: number; box: string[] }> {
  await using database = await Database.open(url);
  const recorder = await GameRecorder.resume(database, file);
  progress.note(`It is back: the database has ${recorder.played} plays. ${await standing(database, file)}`);
  while (recorder.played < file.plays.length) progress.played(await recorder.recordNext());
  await recorder.finish();
  for (const { message } of await verifyGame(database, file.game.id)) progress.note(`Problem: ${message}`);
  return { transactions: recorder.transactions, box: boxScoreText(await boxScore(database, file.game.id)) };
}

/** Where the game continues, according to the database. */
async function standing(database: Database, file: GameFile): Promise<string> {
  const game = await recoverGame(database, file.game.id);
  if (game === null) return "";
  const { half, inning, outs, batter, pitcher } = game;
  const name = (entry: LineupEntry | null) => entry?.playerName ?? "somebody";
  return `It continues in the ${half} of inning ${inning}, ${outs} out, ${name(batter)} batting against ${name(pitcher)}.`;
}

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

/** Shows the progress of the game: one line that is redrawn on a terminal, one line per inning elsewhere. */
class DemoProgress {
  readonly #total: number;
  readonly #line = new ProgressLine();
  #inning = 0;

  constructor(total: number) {
    this.#total = total;
    this.#line.show("Opening the database");
  }

  played(play: FilePlay): void {
    const count = `${String(play.playNumber).padStart(3)} of ${this.#total} plays`;
    const score = `${play.awayScore}:${play.homeScore}`;
    this.#line.show(`${count}  ${play.half} of ${play.inning}, ${score}  ${play.resultDescription ?? ""}`);
    if (!this.#line.isDrawn && play.inning !== this.#inning)
      printLine(`${count}  inning ${play.inning}, ${score}`);
    this.#inning = play.inning;
  }

  /** Prints a line above the progress line. */
  note(text: string): void {
    this.#line.around(() => printLine(text));
  }

  end(): void {
    this.#line.end();
  }
}
