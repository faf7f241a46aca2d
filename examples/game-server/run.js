// @ts-check
// Two managers play a game on the server, and a spectator watches. In the middle, the server is killed without warning and
// started again. At the end, all three have seen every stored play, once and in order.
//
//   npm run build && node examples/game-server/run.js

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database, DatabaseOperations, verifyGame } from "dugout";
import { manage } from "./manager.js";

const folder = await mkdtemp(join(tmpdir(), "dugout-game-server-"));
const url = process.env.DATABASE_URL || `pglite:${join(folder, "games")}`;
const port = await freePort();

let server = await startServer();
const answer = await fetch(`http://127.0.0.1:${port}/games`, { method: "POST" });
const { gameId } = /** @type {{ gameId: string }} */ (await answer.json());

let crashes = 0;
const address = `ws://127.0.0.1:${port}/${gameId}`;
const [away, home, spectator] = await Promise.all([
  manage(address, "away", ({ playNumber, resultDescription }) => {
    console.log(`${playNumber}. ${resultDescription}`);
    if (playNumber === 10 && crashes++ === 0) void crash();
  }),
  manage(address, "home"),
  manage(address, null),
]);
await stop("SIGTERM");
await compare();
await rm(folder, { recursive: true });

async function crash() {
  console.log("The server is killed.");
  await stop("SIGKILL");
  server = await startServer();
}

/** Resolves when the server is ready: the database is open, and the active games are recovered. */
async function startServer() {
  const child = spawn(process.execPath, [new URL("server.js", import.meta.url).pathname], {
    env: { ...process.env, DATABASE_URL: url, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const chunk of child.stdout) {
    const lines = String(chunk).trim();
    if (lines !== "ready") console.log(lines);
    if (lines.endsWith("ready")) return child;
  }
  throw new Error("The server ended before it was ready.");
}

/** @param {NodeJS.Signals} signal */
async function stop(signal) {
  const ended = once(server, "exit");
  server.kill(signal);
  await ended;
}

async function compare() {
  const database = await Database.open(url);
  try {
    const stored = await new DatabaseOperations(database).getPlays(gameId);
    const clients = { "away manager": away, "home manager": home, spectator };
    for (const [client, seen] of Object.entries(clients)) {
      const isSame = JSON.stringify(seen) === JSON.stringify(stored);
      console.log(
        `The ${client} saw ${seen.length} of ${stored.length} plays: ${isSame ? "the very ones" : "OTHERS"}.`,
      );
      if (!isSame) process.exitCode = 1;
    }
    const problems = await verifyGame(database, gameId);
    console.log(problems.length === 0 ? "The game adds up." : problems);
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    await database.close();
  }
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
  probe.close();
  return port;
}
