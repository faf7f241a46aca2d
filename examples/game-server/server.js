// @ts-check A game server: HTTP to create a game, a WebSocket for everyone who plays or watches. All of its state is in the
// database, so it may be killed at any time.
//
//   DATABASE_URL=postgresql://… PORT=8080 node examples/game-server/server.js

import { randomInt } from "node:crypto";
import { createServer } from "node:http";
import {
  Database,
  DatabaseOperations,
  PlayConflictError,
  recordEvent,
  recoverActiveGames,
  recoverGame,
  StaleGameStateError,
} from "dugout";
import { Feed } from "dugout/feed";
import { migrate } from "dugout/migrations";
import { WebSocketServer } from "ws";
import { eventOf } from "./engine.js";

const database = await Database.open(process.env.DATABASE_URL);
await migrate(database);

const feed = await Feed.open(database);

const http = createServer(async (request, response) => {
  try {
    if (request.method !== "POST" || request.url !== "/games") return response.writeHead(404).end();
    response.writeHead(201, { "content-type": "application/json" });
    response.end(JSON.stringify({ gameId: await createGame() }));
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});

/** Creates a game of three innings with its lineups, and starts it, in one transaction. */
function createGame() {
  return database.transaction(async (session) => {
    const inSession = new DatabaseOperations(session);
    const game = {
      leagueId: /** @type {const} */ ("sba"),
      awayTeamId: 1,
      homeTeamId: 2,
      scheduledInnings: 3,
    };
    const { id: gameId } = await inSession.createGame({
      ...game,
      awayTeamName: "Comets",
      homeTeamName: "Harbour",
    });
    for (const teamId of [1, 2]) {
      await inSession.setStartingLineup({ gameId, teamId, players: nine(teamId) });
    }
    await inSession.startGame(gameId);
    return gameId;
  });
}

/** @param {number} teamId */
function nine(teamId) {
  const positions = /** @type {const} */ (["CF", "2B", "LF", "1B", "RF", "3B", "SS", "C", "P"]);
  return positions.map((position, index) => ({
    position,
    battingOrder: index + 1,
    playerId: teamId * 100 + index,
    playerName: `${teamId === 1 ? "Comet" : "Harbourer"} ${index + 1}`,
  }));
}

/**
 * Rolls the dice for a play, unless it is stored already: a client that got no answer simply sends the request again. The play,
 * the state of the game and its end are one transaction; clients see it only after the commit.
 *
 * @param {string} gameId
 * @param {number} playNumber
 */
async function roll(gameId, playNumber) {
  try {
    await database.transaction(async (session) => {
      const inSession = new DatabaseOperations(session);
      const game = await recoverGame(session, gameId);
      if (game?.status !== "active" || playNumber !== game.playCount + 1) return;
      const dice = /** @type {const} */ ([randomInt(1, 7), randomInt(1, 7)]);
      const after = await recordEvent(session, game, eventOf(game, dice), { diceRoll: dice.join("+") });
      if (after.isOver) await inSession.completeGame(gameId, { decisions: "byRule" });
    });
  } catch (error) {
    // The other client was first, and its roll counts. Everyone sees it through the feed.
    if (!(error instanceof StaleGameStateError || error instanceof PlayConflictError)) throw error;
  }
}

/**
 * Sends a client the game's events after its cursor: only committed ones, in order, each once. It waits for a client that does
 * not read.
 *
 * @param {import("ws").WebSocket} socket
 * @param {string} gameId
 * @param {string | undefined} after
 */
async function sendEvents(socket, gameId, after) {
  const gone = new AbortController();
  socket.on("close", () => gone.abort());
  /** @param {unknown} message */
  const send = (message) => new Promise((sent) => socket.send(JSON.stringify(message), sent));
  await send({ next: await nextOf(gameId) });
  for await (const event of feed.follow(gameId, { after, signal: gone.signal })) {
    await send({ event });
    await send({ next: await nextOf(gameId) });
  }
}

/** @param {string} gameId */
async function nextOf(gameId) {
  const game = await recoverGame(database, gameId);
  if (game === null) return null;
  const { status, half, playCount, awayScore, homeScore } = game;
  return { status, playNumber: playCount + 1, side: half === "top" ? "away" : "home", awayScore, homeScore };
}

// ws://…/<game id>?after=<the cursor of the event that the client saw last>
new WebSocketServer({ server: http }).on("connection", (socket, request) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const gameId = pathname.slice(1);
  socket.on("message", (message) => {
    roll(gameId, JSON.parse(String(message)).playNumber).catch(console.error);
  });
  sendEvents(socket, gameId, searchParams.get("after") ?? undefined).catch((error) => {
    console.error(error);
    socket.close();
  });
});

for await (const { gameId, inning, half, outs } of recoverActiveGames(database)) {
  console.log(`Game ${gameId} continues: ${half} of inning ${inning}, ${outs} out.`);
}
http.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => console.log("ready"));

process.once("SIGTERM", async () => {
  await feed.close();
  await database.close();
  process.exit();
});
