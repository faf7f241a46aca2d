import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordGame } from "../../../src/import.js";
import { type Database, DatabaseOperations, newGameId } from "../../../src/index.js";
import { boxScorePage } from "../../../src/serve/page/box-score-page.js";
import { gameView, type KnownGame } from "../../../src/serve/page/game-view.js";
import { type Scoreboard, serveScoreboard } from "../../../src/serve/scoreboard-server.js";
import { boxScore, lineScore } from "../../../src/stats.js";
import { newWorldSeriesGame, recordUpTo } from "../../support/partial-games.js";
import { queryAlone } from "../../support/raw-sql.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const secret = "S3CRET";
let testDatabase: TestDatabase;
let database: Database;
let scoreboard: Scoreboard;
let over: string;
let on: string;

/** The address of a part of the site. */
const at = (path: string) => new URL(path, scoreboard.url);
const get = (path: string, headers: Record<string, string> = {}) => fetch(at(path), { headers });

/** What a stream sends until it has sent this event. */
async function firstEvent(path: string): Promise<string> {
  const ending = new AbortController();
  const response = await fetch(at(path), { signal: ending.signal });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = "";
  while (!text.includes("event: game")) text += new TextDecoder().decode((await reader.read()).value);
  while (!/event: game\ndata: .*\n\n/.test(text))
    text += new TextDecoder().decode((await reader.read()).value);
  ending.abort();
  return text;
}

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await testDatabase.open();
  const file = await newWorldSeriesGame();
  const game = {
    ...file,
    game: {
      ...file.game,
      awayTeamName: '<b>"Chicago"</b>',
      metadata: { ...file.game.metadata, [secret]: secret },
    },
    plays: file.plays.map((play) => ({ ...play, playMetadata: { [secret]: secret } })),
  };
  await database.transaction((session) => recordGame(new DatabaseOperations(session), game));
  over = game.game.id;
  const live = { ...game, game: { ...game.game, id: newGameId() } };
  await recordUpTo(database, live, 30);
  await new DatabaseOperations(database).startGame(live.game.id).catch(() => {});
  on = live.game.id;
  scoreboard = await serveScoreboard(database, { port: 0 });
});
afterAll(async () => {
  await scoreboard.close();
  await database.close();
  await testDatabase.drop();
});

describe("every answer of the scoreboard", () => {
  it("allows a browser nothing but the site's own files", async () => {
    for (const path of ["/", `/game/${over}`, "/api/games", "/health", "/nowhere", `/feed?games=${over}`]) {
      const response = await get(path);
      expect(response.headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; script-src 'self';/,
      );
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      await response.body?.cancel();
    }
  });

  it("loads no file, style or script from elsewhere, and has none inline", async () => {
    for (const path of ["/", `/game/${over}`]) {
      const text = await (await get(path)).text();
      expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
      expect(text).not.toMatch(/<style|<script(?! type="module" src="\/assets\/)|\sstyle=|\son\w+=/);
    }
  });

  it("contains only public data", async () => {
    const paths = [
      "/",
      `/game/${over}`,
      `/game/${on}`,
      "/api/games",
      `/api/games/${over}`,
      `/api/details/${over}`,
    ];
    const texts = await Promise.all(paths.map(async (path) => (await get(path)).text()));
    for (const text of [...texts, await firstEvent(`/feed?games=${over},${on}`)]) {
      expect(text).not.toContain(secret);
      expect(text).not.toMatch(/metadata|diceRoll|stateSnapshot|isFatigued|TeamIsAi|sourceGameId/);
    }
  });

  it("is byte for byte the same, with the same ETag, if only hidden data changes", async () => {
    const paths = [
      "/",
      "/api/games",
      ...[over, on].flatMap((id) => [
        `/game/${id}`,
        `/game/${id}/chart.svg`,
        `/api/games/${id}`,
        `/api/details/${id}`,
      ]),
    ];
    const answers = () =>
      Promise.all(
        paths.map(async (path) => {
          const response = await get(path);
          return { path, etag: response.headers.get("etag"), text: await response.text() };
        }),
      );
    const before = await answers();
    for (const statement of [
      `update plays set dice_roll = '${secret}', play_metadata = '{"other": 1}', locked = true`,
      "update lineups set is_fatigued = true",
      `update games set metadata = metadata || '{"other": "${secret}"}', home_team_is_ai = true, feed_version = feed_version + 1`,
    ])
      await queryAlone(database, statement);
    await new DatabaseOperations(database).createGameSession({
      gameId: on,
      connectedUsers: { [secret]: secret },
    });
    expect(await answers()).toEqual(before);
  });

  it("escapes names", async () => {
    const text = await (await get(`/game/${over}`)).text();
    expect(text).toContain("&lt;b&gt;&quot;Chicago&quot;&lt;/b&gt;");
    expect(text).not.toContain("<b>");
    const box = boxScorePage(await boxScore(database, over));
    expect(box).toContain("&lt;b&gt;&quot;Chicago&quot;&lt;/b&gt;");
    expect(box).not.toContain("<b>");
  });

  it("is not sent again to a client that has it", async () => {
    for (const path of [
      "/",
      `/game/${over}`,
      `/game/${over}/chart.svg`,
      "/api/games",
      `/api/details/${over}`,
    ]) {
      const etag = (await get(path)).headers.get("etag") ?? "";
      expect((await get(path, { "if-none-match": `"other", W/${etag}` })).status).toBe(304);
    }
  });

  it("answers nothing but GET and HEAD", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"])
      expect((await fetch(at("/"), { method })).status).toBe(405);
    const head = await fetch(at("/"), { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const stream = await fetch(at(`/feed?games=${over}`), { method: "HEAD" });
    expect([stream.status, stream.headers.get("content-type"), await stream.text()]).toEqual([
      200,
      "text/event-stream; charset=utf-8",
      "",
    ]);
  });

  it("is 404 for a missing page, and 400 for a stream of no games", async () => {
    const missing = newGameId();
    for (const path of [
      "/x",
      "/game/x",
      `/game/${missing}`,
      `/api/games/${missing}`,
      "/assets/../../package.json",
    ])
      expect((await get(path)).status).toBe(404);
    expect((await get("/feed?games=x")).status).toBe(400);
  });
});

describe("a page of the scoreboard", () => {
  it("can be read without its script, in less than 100 kB with all that it loads", async () => {
    const text = await (await get(`/game/${on}`)).text();
    expect(text).toMatch(/Addison Russell hits a sacrifice fly to center field; Kris Bryant scores\./);
    const style = await (await get(/href="(\/assets\/[^"]+\.css)"/.exec(text)?.[1] ?? "")).text();
    expect(Buffer.byteLength(text) + Buffer.byteLength(style)).toBeLessThan(100_000);
    const script = await (await get(/src="(\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? "")).text();
    const worker = await (await get(/\/assets\/stream[^"]+\.js/.exec(script)?.[0] ?? "")).text();
    expect(gzipSync(script).length + gzipSync(worker).length).toBeLessThan(20_000);
  });

  it("shows live games before those that are over", async () => {
    const text = await (await get("/")).text();
    expect(text.indexOf(on)).toBeGreaterThan(0);
    expect(text.indexOf(over)).toBeGreaterThan(text.lastIndexOf(on));
  });

  it("has the line score that SQL computes", async () => {
    for (const gameId of [over, on]) {
      const known = (await (await get(`/api/games/${gameId}`)).json()) as KnownGame;
      const counted = await lineScore(database, gameId);
      const [away, home] = gameView(known, null).teams;
      for (const [shown, line] of [[away, counted.away] as const, [home, counted.home] as const])
        expect(line).toMatchObject({
          innings: shown.innings,
          run: shown.run,
          hit: shown.hit,
          error: shown.error,
        });
    }
  });

  it("has win probabilities even in a league with few games, and says from which games they come", async () => {
    const details = (await (await get(`/api/details/${on}`)).json()) as { chances: number[]; source: string };
    expect(details.chances).toHaveLength(31);
    expect(details.source).toContain("898 games of Major League Baseball in 2020");
    const chart = await (await get(`/game/${on}/chart.svg?width=400`)).text();
    expect(chart).toMatch(/^<svg .*viewBox="0 0 400 300"/);
  });
});

it("answers /health with 200", async () => {
  expect(await (await get("/health")).json()).toMatchObject({ ok: true });
});

it("ends every stream when it closes, and says why a port cannot be used", async () => {
  const other = await serveScoreboard(database, { port: 0 });
  const port = Number(new URL(other.url).port);
  await expect(serveScoreboard(database, { port })).rejects.toThrow(/the port is in use/);
  const response = await fetch(new URL(`/feed?games=${over}`, other.url));
  const [text] = await Promise.all([response.text(), other.close()]);
  expect(text).toMatch(/^retry: \d+\n/);
});

it.each([
  [{ port: 65_536 }, "The port must be from 0 to 65535; it is 65536."],
  [{ port: -1 }, "The port must be from 0 to 65535; it is -1."],
  [{ port: 0, host: "" }, "The host is empty."],
])("refuses %j before it reads the database", async (options, message) => {
  await expect(serveScoreboard(database, options)).rejects.toThrow(message);
});

it("closes although a client sends half a request, or does not read its stream", async () => {
  const other = await serveScoreboard(database, { port: 0 });
  const { port } = new URL(other.url);
  const half = connect(Number(port), "127.0.0.1");
  half.on("error", () => {}).write("GET / HTTP/1.1\r\nHost:");
  const stalled = connect(Number(port), "127.0.0.1");
  stalled.on("error", () => {}).write(`GET /feed?games=${over} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await once(stalled, "readable");
  const ended = Promise.all([half, stalled].map((socket) => once(socket.resume(), "close")));
  await other.close({ within: 50 });
  await ended;
});

it.each([
  ["GET //", 404],
  ["GET //localhost/health", 404],
  ["GET http://[::1/health", 400],
  ["GET http://another.example/health", 200],
  ["TRACE /health", 501],
  ["OPTIONS *", 405],
])("answers %s with %i, and reports no failure of its own", async (line, status) => {
  const errors: unknown[] = [];
  await using other = await serveScoreboard(database, { port: 0, onError: (error) => errors.push(error) });
  const socket = connect(Number(new URL(other.url).port), "127.0.0.1");
  socket.write(`${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(await text(socket)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(errors).toEqual([]);
});
