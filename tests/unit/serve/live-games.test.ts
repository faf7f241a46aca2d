import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PublicEvent } from "../../../src/feed/public-view.js";
import { LiveGames } from "../../../src/serve/browser/live-games.js";
import { knownUpTo } from "../../support/known-games.js";

type Outage = (signal: AbortSignal | null | undefined) => Promise<Response>;

/** How the server fails; undefined while it answers. */
let outage: Outage | undefined;
let asked: number;
let games: LiveGames;

/** The event with a whole game, up to a play. */
async function upTo(playNumber: number): Promise<PublicEvent> {
  const known = await knownUpTo(playNumber);
  return { type: "game", gameId: "g", cursor: "", ...known } as unknown as PublicEvent;
}

const playsShown = () => games.view("g")?.halves.flatMap(({ plays }) => plays).length;

/** Every way for a server not to answer. */
const outages: [string, Outage][] = [
  ["refuses connections", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["answers 503", async () => new Response(null, { status: 503 })],
  [
    "does not answer",
    (signal) => new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
  ],
  [
    "breaks off its answer",
    async () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('{"playCount":'));
            controller.error(new TypeError("network error"));
          },
        }),
      ),
  ],
];

beforeEach(() => {
  vi.useFakeTimers();
  [outage, asked] = [undefined, 0];
  vi.stubGlobal("fetch", async (_: string, { signal }: RequestInit = {}) => {
    asked += 1;
    return outage?.(signal) ?? Response.json(null);
  });
  games = new LiveGames(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe.each(outages)("after a time in which the server %s, however long", (_, failing) => {
  it("shows a game, although no event follows", async () => {
    outage = failing;
    games.take(await upTo(10));
    await vi.advanceTimersByTimeAsync(300_000);
    expect(playsShown()).toBeUndefined();
    outage = undefined;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(playsShown()).toBe(10);
  });

  it("shows the plays that arrive between two reads", async () => {
    const [before, after] = [await upTo(10), await upTo(20)];
    for (let length = 0; length <= 10_000; length += 500) {
      games = new LiveGames(() => {});
      outage = failing;
      games.take(before);
      await vi.advanceTimersByTimeAsync(length);
      outage = undefined;
      games.take(after);
      await vi.advanceTimersByTimeAsync(20_000);
      expect(playsShown()).toBe(20);
    }
  });
});

it("asks a server four times that does not have the plays yet, and again after the next event", async () => {
  games.take(await upTo(10));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(asked).toBe(4);
  games.take(await upTo(11));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(asked).toBe(8);
});

it("shows a game as soon as the server has answered, also without the newest plays", async () => {
  let changes = 0;
  games = new LiveGames(() => {
    changes += 1;
  });
  games.take(await upTo(10));
  const before = changes;
  await vi.advanceTimersByTimeAsync(0);
  expect(changes).toBe(before + 1);
  expect(playsShown()).toBe(10);
});
