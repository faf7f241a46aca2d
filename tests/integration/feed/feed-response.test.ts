import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type EventView, Feed, feedResponse, type ResponseOptions, toNode } from "../../../src/feed.js";
import { DatabaseOperations } from "../../../src/index.js";
import { newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { until } from "../../support/server-activity.js";

const at = onServer();
let feed: Feed;
let game: StagedGame;
const operations = () => new DatabaseOperations(at().database);
const save = (playNumber: number) =>
  operations().savePlay(newPlay(game, { playNumber, diceRoll: "SECRET", playMetadata: { deck: "SECRET" } }));

beforeEach(async () => {
  feed = await Feed.open(at().database);
  game = await stageGame(at().database);
});
afterEach(() => feed.close());

function request(headers: Record<string, string> = {}, init: RequestInit = {}): Request {
  return new Request("http://localhost/feed", { headers, ...init });
}

function ask(given: Partial<ResponseOptions> = {}, asked = request()): Response {
  return feedResponse(feed, asked, { games: [game.gameId], ...given });
}

/** Reads a stream until its text has this many events with data. */
async function read(response: Response, count: number): Promise<string> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (text.split("\ndata: ").length <= count || !text.endsWith("\n\n")) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}

const typesIn = (text: string) => [...text.matchAll(/^event: (.*)$/gm)].map(([, type]) => type);
const lastId = (text: string) => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? "";

it("streams each event with its id, and continues after the Last-Event-ID", async () => {
  await save(1);
  const response = ask();
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const first = await read(response, 1);
  expect(first).toMatch(/^retry: \d+\n\n/);
  expect(typesIn(first)).toEqual(["game"]);
  await save(2);
  await save(3);
  const next = await read(ask({}, request({ "last-event-id": lastId(first) })), 2);
  expect(typesIn(next)).toEqual(["play", "play"]);
  const data = JSON.parse(/^data: (.*)$/m.exec(next)?.[1] as string);
  expect(data).toMatchObject({ type: "play", gameId: game.gameId, play: { playNumber: 2 } });
});

it("follows several games in one stream, and continues in each of them", async () => {
  const other = await stageGame(at().database);
  const games = [game.gameId, other.gameId];
  const first = await read(ask({ games }), 2);
  expect(typesIn(first)).toEqual(["game", "game"]);
  await save(1);
  await operations().savePlay(newPlay(other, { playNumber: 1 }));
  const next = await read(ask({ games: games.toReversed() }, request({ "last-event-id": lastId(first) })), 2);
  expect(typesIn(next)).toEqual(["play", "play"]);
});

it("shows nothing that is not public, unless a view says so", async () => {
  await save(1);
  expect(await read(ask(), 1)).not.toContain("SECRET");
  const view: EventView = (event, audience) => (audience === "manager" ? event : null);
  expect(await read(ask({ view, audience: "manager" }), 1)).toContain("SECRET");
});

it("sends the whole game to a client that reconnects as another audience", async () => {
  const view: EventView = (event) => event;
  const first = await read(ask({ view, audience: "manager" }), 1);
  const headers = { "last-event-id": lastId(first) };
  await save(1);
  expect(typesIn(await read(ask({ view, audience: "manager" }, request(headers)), 1))).toEqual(["play"]);
  expect(typesIn(await read(ask({ view, audience: "public" }, request(headers)), 1))).toEqual(["game"]);
});

it("moves the id also for what a view hides", async () => {
  const view: EventView = (event) => (event.type === "game" ? null : event);
  const response = ask({ view });
  await until("the game is given, and hidden", () => feed.figures.deliveries > 0);
  await save(1);
  const text = await read(response, 1);
  expect(typesIn(text)).toEqual(["play"]);
  const idOfHidden = /^id: (.*)\n\n/m.exec(text)?.[1] as string;
  const again = await read(ask({ view }, request({ "last-event-id": idOfHidden })), 1);
  expect(typesIn(again)).toEqual(["play"]);
});

it("runs a view once for each event and audience, and ends the stream of the audience for which it fails", async () => {
  const calls: string[] = [];
  const view: EventView = (event, audience) => {
    calls.push(audience);
    if (audience === "broken") throw new Error("no such audience");
    return event;
  };
  const audiences = ["a", "a", "a", "b", "broken"];
  const texts = await Promise.allSettled(audiences.map((audience) => read(ask({ view, audience }), 1)));
  expect(texts.map(({ status }) => status)).toEqual([...Array(4).fill("fulfilled"), "rejected"]);
  expect(calls.toSorted()).toEqual(["a", "b", "broken"]);
});

it("refuses what it cannot answer", async () => {
  expect(ask({ games: ["no uuid"] }).status).toBe(400);
  expect(ask({ games: [] }).status).toBe(400);
  expect(ask({}, request({}, { method: "POST" })).status).toBe(405);
  await feed.close();
  expect(ask().status).toBe(503);
});

it("answers HEAD as it would GET, without a stream", async () => {
  const head = (options = {}) => ask(options, request({}, { method: "HEAD" }));
  const response = head();
  expect([response.status, response.body]).toEqual([200, null]);
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(feed.figures.followers).toBe(0);
  expect([head({ games: [] }).status, head({ games: [] }).body]).toEqual([400, null]);
});

it("keeps nothing when clients disconnect or the request is aborted", async () => {
  const abort = new AbortController();
  const responses = Array.from({ length: 20 }, () => ask({}, request({}, { signal: abort.signal })));
  await Promise.all(responses.slice(0, 10).map((response) => read(response, 1)));
  expect(feed.figures.followers).toBe(10);
  abort.abort();
  expect(feed.figures).toMatchObject({ followers: 0, games: 0 });
});

it("reads nothing for a client that does not read, and sends it the net change when it does", async () => {
  const response = ask({ view: () => ({ filling: "x".repeat(100_000) }) });
  await until("the first event waits", () => feed.figures.deliveries > 0);
  for (let playNumber = 1; playNumber <= 5; playNumber += 1) await save(playNumber);
  const before = feed.figures.deliveries;
  expect(before).toBeLessThanOrEqual(2);
  expect(typesIn(await read(response, 6)).slice(-5)).toEqual(Array(5).fill("play"));
});

it("sends a comment every 15 seconds, and closes a stream that is not read for 30", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  try {
    const idle = (ask().body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let text = "";
    while (!text.includes("event: game")) text += decoder.decode((await idle.read()).value, { stream: true });
    const comment = idle.read();
    vi.advanceTimersByTime(16_000);
    expect(decoder.decode((await comment).value)).toMatch(/^: .*\n\n$/);
    await idle.cancel();
    const stalled = ask({ view: () => ({ filling: "x".repeat(100_000) }) });
    await until("the first event waits", () => feed.figures.deliveries > 1);
    // The stream fills up in the next turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(32_000);
    expect(feed.figures.followers).toBe(0);
    await expect(read(stalled, 99)).rejects.toThrow("30 seconds");
  } finally {
    vi.useRealTimers();
  }
});

it("ends every stream when the feed is closed", async () => {
  const response = ask();
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  await feed.close();
  let isDone = false;
  while (!isDone) isDone = (await reader.read()).done;
  expect(feed.figures.followers).toBe(0);
});

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

it("answers through Node's http, and notices when a client goes", async () => {
  const server = createServer(toNode((asked) => feedResponse(feed, asked, { games: [game.gameId] })));
  const url = await listening(server);
  const text = await read(await fetch(url), 1);
  expect(typesIn(text)).toEqual(["game"]);
  await until("the follower is gone", () => feed.figures.followers === 0);
  expect((await fetch(url, { method: "POST", body: "x" })).status).toBe(405);
  server.close();
});

it("passes on every header, each cookie by itself", async () => {
  const cookies = ["session=1; HttpOnly", "theme=dark"];
  const headers = new Headers([
    ["x-game", "7"],
    ...cookies.map((cookie) => ["set-cookie", cookie] as [string, string]),
  ]);
  const server = createServer(toNode(() => new Response("ok", { headers })));
  const response = await fetch(await listening(server));
  expect(response.headers.getSetCookie()).toEqual(cookies);
  expect(response.headers.get("x-game")).toBe("7");
  server.close();
});

it("sends your headers with every answer, but not in place of its own", async () => {
  const headers = {
    "Access-Control-Allow-Origin": "*",
    "Content-Type": "text/plain",
    "Cache-Control": "public",
  };
  const stream = ask({ headers });
  expect(stream.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(stream.headers.get("cache-control")).toBe("no-store, no-transform");
  await stream.body?.cancel();
  const answers = [stream, ask({ headers, games: [] }), ask({ headers }, request({}, { method: "POST" }))];
  await feed.close();
  answers.push(ask({ headers }));
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 405, 503]);
  for (const answer of answers) expect(answer.headers.get("access-control-allow-origin")).toBe("*");
});

it("answers 500 if the handler throws, and reports the error", async () => {
  const errors: unknown[] = [];
  const handler = toNode(() => Promise.reject(new Error("broken")), {
    onError: (error) => errors.push(error),
  });
  const server = createServer(handler);
  expect((await fetch(await listening(server))).status).toBe(500);
  expect(errors).toEqual([new Error("broken")]);
  server.close();
});
