// A game server in a process of its own, to be killed: it records a season's game files through the operations of the
// built package, several games at once. All that it knows of a game that has begun comes from the database.
//
// node season-process.mjs <folder of the built package> <folder of game files> <games at once> [finish]
// With "finish" it starts no new game.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const [, , built, season, recorders, finish] = process.argv;
const load = (path) => import(pathToFileURL(join(built, "dist", path)).href);
const dugout = await load("index.js");
const { parseGameFile } = await load("import.js");
const { LineupRecorder } = await load("import/game-file/lineup-recorder.js");
const { createGame, databasePlay, finalState, recordRoster, stateAfter } = await load(
  "import/game-file/record-game.js",
);
const { loadWholeGame } = await load("statements/whole-game-statements.js");

/** Where a game stands that has begun and has no play yet. */
const begun = { inning: 1, half: "top", homeScore: 0, awayScore: 0, status: "active" };
/** The last play does not complete the game: that is a step of its own, when its substitutions are recorded too. */
const stillActive = { status: "active", winnerTeamId: undefined, completedAt: undefined };

const database = await open();
const operations = new dugout.DatabaseOperations(database);
console.log("recording");
const completed = await completedGames();
const paths = (await readdir(season)).sort().filter((path) => !completed.has(path.slice(5, -5)));
await Promise.all(Array.from({ length: Number(recorders) }, record));
await database.close();
console.log("done");

/** Waits for a server that is just starting again. */
async function open() {
  for (;;) {
    try {
      return await dugout.Database.open(process.env.DATABASE_URL, { poolSize: Number(recorders) });
    } catch (error) {
      if (!dugout.isRetryable(error)) throw error;
      await sleep(50);
    }
  }
}

async function completedGames() {
  const ids = new Set();
  for (let after; after !== null; ) {
    const { games, next } = await operations.listGames({ status: "completed", limit: 1_000, after });
    for (const { id } of games) ids.add(id);
    after = next;
  }
  return ids;
}

async function record() {
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    const file = parseGameFile(JSON.parse(await readFile(join(season, path), "utf8")));
    for (let isOver = false; !isOver; ) isOver = await attempt(file);
  }
}

/** Continues a game. Returns false if the server crashed in the meantime: then only the database knows what is stored. */
async function attempt(file) {
  try {
    await goOn(file);
    return true;
  } catch (error) {
    if (!dugout.isRetryable(error) && error.code !== "COMMIT_OUTCOME_UNKNOWN") throw error;
    console.log("again");
    await sleep(50);
    return false;
  }
}

async function goOn(file) {
  const { id } = file.game;
  const found = await dugout.recoverGame(database, id);
  if (found?.status === "completed" || (found === null && finish !== undefined)) return;
  if (found === null) await begin(file);
  const lineup = new LineupRecorder(file);
  const [whole] = await database.execute(loadWholeGame, { gameId: id });
  lineup.resume(whole.lineups);
  await lineup.enterAfter(operations, whole.plays.length);
  const game = await dugout.recoverGame(database, id);
  expectToStandAt(file, lineup, game);
  for (let played = game.playCount; played < file.plays.length; played += 1) {
    const isLast = played === file.plays.length - 1;
    const state = { ...stateAfter(file, played), ...(isLast && stillActive) };
    const play = databasePlay(file, file.plays[played], lineup);
    await operations.recordPlay(play, state, { expectedLastPlay: played });
    console.log("play");
    await lineup.enterAfter(operations, played + 1);
  }
  // A game that is completed is not looked at again: its decisions must be made before.
  await lineup.decide(operations);
  await operations.updateGameState(id, finalState(file));
}

async function begin(file) {
  await database.transaction(async (session) => {
    const within = new dugout.DatabaseOperations(session);
    await createGame(within, file);
    await recordRoster(within, file);
    await new LineupRecorder(file).enterAfter(within, 0);
    await within.updateGameState(file.game.id, begun);
  });
}

/** What was recovered must be where the file says that the next play begins. */
function expectToStandAt(file, lineup, game) {
  const next = file.plays[game.playCount];
  if (next === undefined) return;
  const { first, second, third } = game.bases;
  const is = [game.inning, game.half, game.outs, game.awayScore, game.homeScore];
  const people = [game.batter, game.pitcher, first, second, third].map((entry) => entry?.id ?? null);
  const should = [next.inning, next.half, next.outsBefore, next.awayScore, next.homeScore];
  const expected = [next.batterId, next.pitcherId, next.onFirstId, next.onSecondId, next.onThirdId];
  const ids = expected.map((id) => (id === null ? null : lineup.idOf(id)));
  if (JSON.stringify([is, people]) === JSON.stringify([should, ids])) return;
  throw new Error(
    `game ${game.gameId} stands at ${[is, people]} after ${game.playCount} plays, not at ${[should, ids]}`,
  );
}
