import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { Database, DatabaseOperations } from "../../../src/index.js";
import { newPlay, stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";

const given = serverDatabase();
let server: ChildProcess | undefined;

afterEach(async () => {
  if (server?.exitCode !== null) return;
  server.kill("SIGKILL");
  await once(server, "exit");
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}

test.each([
  ["node-http.js", (gameId: string) => `/${gameId}`],
  ["hono.js", (gameId: string) => `/games/${gameId}/feed`],
  ["express.js", (gameId: string) => `/games/${gameId}/feed`],
])("the example %s streams a game, play by play, and ends when it gets a signal", async (file, pathOf) => {
  await using database = await Database.open(given().url, { announce: true });
  const game = await stageGame(database);
  const port = await freePort();
  server = spawn(
    process.execPath,
    [fileURLToPath(new URL(`../../../examples/live/${file}`, import.meta.url))],
    {
      env: { ...process.env, DATABASE_URL: given().url, PORT: String(port) },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  await once(server.stdout as NodeJS.ReadableStream, "data");
  const response = await fetch(`http://127.0.0.1:${port}${pathOf(game.gameId)}`);
  expect(response.status).toBe(200);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  const readUntil = async (what: string) => {
    while (!text.includes(what)) text += decoder.decode((await reader.read()).value, { stream: true });
  };
  await readUntil("event: game");
  await new DatabaseOperations(database).savePlay(newPlay(game));
  await readUntil("event: play");
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
