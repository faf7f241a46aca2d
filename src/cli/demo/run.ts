import type { GameFile } from "../../import/game-file/game-file.js";
import { migrate } from "../../migrations/migrate.js";
import type { LineupEntry } from "../../models/lineups-table.js";
import { recoverGame } from "../../recovery/recover-game.js";
import { verifyGame } from "../../recovery/verify/verify-game.js";
import { Database } from "../../session/database.js";
import { boxScore } from "../../stats/box-score/box-score-query.js";
import { boxScoreText } from "../box/text.js";
import { printLine, printLines } from "../output.js";
import { DemoProgress } from "./progress.js";
import { GameRecorder } from "./recorder.js";

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
