import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PublicEvent } from "../../../src/feed/public-view.js";
import { FeedStream } from "../../../src/serve/browser/feed-stream.js";
import type { StreamState } from "../../../src/serve/browser/stream-messages.js";

interface Asked {
  readonly url: string;
  readonly lastId: string | undefined;
  /** The stream that the client reads, if it was answered with one. */
  readonly stream: ReadableStreamDefaultController<Uint8Array> | undefined;
}

let asked: Asked[];
let answers: ((url: string) => "stream" | Response | "no server")[];
let events: PublicEvent[];
let states: StreamState[];
let stream: FeedStream;

const encoder = new TextEncoder();
const game = (version: number) => ({ type: "game", gameId: "g", cursor: `c${version}`, plays: [] });
const frame = (version: number) =>
  encoder.encode(`id: c${version}\nevent: game\ndata: ${JSON.stringify(game(version))}\n\n`);

/** The server's answers to the next requests, in order; the last one is repeated. */
const answerWith = (...given: ("stream" | "no server" | (() => Response))[]) => {
  answers = given.map((one) => () => (typeof one === "function" ? one() : one));
};

const aborted = (signal: AbortSignal | null | undefined) =>
  new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

beforeEach(() => {
  vi.useFakeTimers();
  [asked, events, states] = [[], [], []];
  vi.stubGlobal("fetch", async (url: string, { headers = {}, signal }: RequestInit = {}) => {
    const lastId = (headers as Record<string, string>)["last-event-id"];
    const answer = (answers.length > 1 ? answers.shift() : answers[0])?.(url);
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(given) {
        controller = given;
      },
    });
    asked.push({ url, lastId, stream: answer === "stream" ? controller : undefined });
    if (answer === "no server") throw new TypeError("fetch failed");
    if (answer !== "stream") return Promise.race([answer, aborted(signal)]);
    signal?.addEventListener("abort", () => controller?.error(signal.reason));
    return new Response(body);
  });
  stream = new FeedStream({
    onEvent: (event) => events.push(event),
    onGames: () => {},
    onState: (state) => states.push(state),
  });
});
afterEach(() => {
  stream.watch([], false);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const passes = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const kinds = () => states.map(({ kind }) => kind);
const newest = () => asked.at(-1) as Asked;

describe("the stream of a browser", () => {
  it("continues after the last event when the server has ended it, refuses it, and cannot be reached", async () => {
    answerWith(
      "stream",
      () => new Response("", { status: 503, headers: { "retry-after": "1" } }),
      "no server",
      "stream",
    );
    stream.watch(["g"], false);
    await passes(0);
    newest().stream?.enqueue(frame(1));
    await passes(0);
    newest().stream?.close();
    while (asked.length < 4) await passes(250);
    newest().stream?.enqueue(frame(2));
    await passes(0);
    expect(asked.map(({ lastId }) => lastId)).toEqual([undefined, "c1", "c1", "c1"]);
    expect(events).toEqual([game(1), game(2)]);
    expect(kinds()).toEqual(["live", "behind", "behind", "behind", "live"]);
  });

  it("waits longer after each failure, up to 30 seconds", async () => {
    answerWith("no server");
    stream.watch(["g"], false);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const count = asked.length;
      let wait = 0;
      for (; asked.length === count; wait += 250) await passes(250);
      waits.push(wait);
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_250);
    expect(waits.at(-1)).toBeGreaterThan(14_000);
    expect(waits[1]).toBeLessThanOrEqual(4_250);
  });

  it("closes a connection that was silent for 40 seconds, as after a laptop's sleep", async () => {
    answerWith("stream");
    stream.watch(["g"], false);
    await passes(0);
    newest().stream?.enqueue(frame(1));
    await passes(39_000);
    newest().stream?.enqueue(encoder.encode(": still here\n\n"));
    await passes(39_000);
    expect(asked).toHaveLength(1);
    await passes(10_000);
    expect(asked).toHaveLength(2);
    expect(newest().lastId).toBe("c1");
  });

  it("reconnects immediately when the page is visible again after a long silence", async () => {
    answerWith("stream", "no server", "stream");
    stream.watch(["g"], false);
    await passes(0);
    newest().stream?.enqueue(frame(1));
    await passes(0);
    // While a laptop sleeps, its timers stop and its clock continues.
    vi.setSystemTime(Date.now() + 3_600_000);
    stream.wake();
    await passes(0);
    stream.wake();
    await passes(0);
    expect(asked.length).toBeGreaterThanOrEqual(2);
    expect(newest().lastId).toBe("c1");
  });

  it("polls every few seconds if a proxy buffers streams, and tries the stream again", async () => {
    answers = [
      (url) =>
        url.startsWith("/feed")
          ? "stream"
          : Response.json({ game: { id: "g" }, plays: [{ playNumber: 1 }], lineups: [] }),
    ];
    stream.watch(["g"], false);
    await passes(11_000);
    await passes(60_000);
    const paths = asked.map(({ url }) => url);
    expect(paths[0]).toBe("/feed?games=g");
    expect(paths.slice(1, 8)).toEqual(Array(7).fill("/api/games/g"));
    expect(paths.slice(1)).toContain("/feed?games=g");
    expect(events[0]).toMatchObject({ type: "game", gameId: "g", plays: [{ playNumber: 1 }] });
    expect(kinds()).toContain("live");
  });

  it.each([
    ["answers with an error", () => new Response("", { status: 503 }), 6_000],
    ["cannot be reached", "no server" as const, 6_000],
    ["does not answer", undefined, 50_000],
  ])("is behind when the server that it polls %s, until it answers again", async (_, failure, longest) => {
    const known = () => Response.json({ game: { id: "g" }, plays: [], lineups: [] });
    let answer: (() => Response) | "no server" | undefined = known;
    const polled = () =>
      typeof answer === "function" ? answer() : (answer ?? new Promise<Response>(() => {}));
    answers = [(url) => (url.startsWith("/feed") ? "stream" : (polled() as Response))];
    stream.watch(["g"], false);
    await passes(16_000);
    expect(kinds().at(-1)).toBe("live");
    answer = failure;
    await passes(longest);
    expect(kinds().at(-1)).toBe("behind");
    answer = known;
    await passes(60_000);
    expect(kinds().at(-1)).toBe("live");
  });

  it("follows the list of games, also when there is no game to follow", async () => {
    const lists: unknown[] = [];
    stream = new FeedStream({ onEvent: () => {}, onGames: (games) => lists.push(games), onState: () => {} });
    answerWith("stream");
    stream.watch([], true);
    await passes(0);
    expect(newest().url).toBe("/feed?games=&list");
    newest().stream?.enqueue(encoder.encode('event: games\ndata: {"games":[{"id":"g"}]}\n\n'));
    await passes(0);
    expect(lists).toEqual([[{ id: "g" }]]);
  });
});
