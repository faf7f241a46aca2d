// What every runtime must be able to do, with the built package: `npm run test:matrix` runs it by each of them.
// smoke.mjs <database URL> [<the game file>]: migrates, records a real game in transactions, reads it again, and checks it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseGameFile, recordGame } from "../dist/import.js";
import {
  Database,
  DatabaseOperations,
  newGameId,
  recoverGame,
  SessionClosedError,
  verifyGame,
} from "../dist/index.js";
import { migrate, migrationStatus } from "../dist/migrations.js";
import { scorePlay } from "../dist/rules.js";
import { boxScore } from "../dist/stats.js";
import { isolate } from "../dist/testing.js";

const url = process.argv[2];
const game = new URL("../examples/world-series-2016-game-7.json", import.meta.url);

const database = await Database.open(url);
await migrate(database);
const status = await migrationStatus(database);
assert.equal(status.current, status.head);

const file = parseGameFile(JSON.parse(readFileSync(game, "utf8")));
const gameId = newGameId();
await database.transaction((session) =>
  recordGame(new DatabaseOperations(session), { ...file, game: { ...file.game, id: gameId } }),
);
const loaded = await new DatabaseOperations(database).loadGameState(gameId);
assert.equal(loaded.plays.length, file.plays.length);
assert.deepEqual(await verifyGame(database, gameId), []);
assert.equal((await recoverGame(database, gameId)).game.awayScore, 8);
const { batting } = await boxScore(database, gameId);
assert.equal(
  batting.reduce((runs, line) => runs + line.run, 0),
  15,
);

const test = await isolate(database);
await new DatabaseOperations(test.database).deleteGame(gameId);
await test.rollback();
assert.notEqual(await new DatabaseOperations(database).loadGameState(gameId), null);

const session = await database.session();
await session.rollback();
await assert.rejects(new DatabaseOperations(session).loadGameState(gameId), SessionClosedError);
assert.equal(typeof scorePlay, "function");
await database.close();
console.log("ok");
