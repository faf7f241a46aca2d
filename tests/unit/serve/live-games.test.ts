import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { PublicEvent } from "../../../src/feed/public-view.js";
import { LiveGames } from "../../../src/serve/browser/live-games.js";
import { knownUpTo } from "../../support/known-games.js";

let isDown: boolean;
let asked: number;
let games: LiveGames;

/** The event with a whole game, up to a play. */
async function upTo(playNumber: number): Promise<PublicEvent> {
  const known = await knownUpTo(playNumber);
  return { type: "game", gameId: "g", cursor: "", ...known } as unknown as PublicEvent;
}

const playsShown = () => games.view("g")?.halves.flatMap(({ plays }) => plays).length;

beforeEach(() => {
  vi.useFakeTimers();
  [isDown, asked] = [false, 0];
  vi.stubGlobal("fetch", async () => {
    asked += 1;
    if (isDown) throw new TypeError("Failed to fetch");
    return Response.json(null);
  });
  games = new LiveGames(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("shows a game after an outage of the server, however long, although no event follows", async () => {
  isDown = true;
  games.take(await upTo(10));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(playsShown()).toBeUndefined();
  isDown = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(playsShown()).toBe(10);
});

it("shows the plays that arrive between two requests, whenever the server answers again", async () => {
  const [before, after] = [await upTo(10), await upTo(20)];
  for (let outage = 0; outage <= 10_000; outage += 500) {
    games = new LiveGames(() => {});
    isDown = true;
    games.take(before);
    await vi.advanceTimersByTimeAsync(outage);
    isDown = false;
    games.take(after);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(playsShown()).toBe(20);
  }
});

it("asks a server four times that does not have the plays yet, and again after the next event", async () => {
  games.take(await upTo(10));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(asked).toBe(4);
  games.take(await upTo(11));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(asked).toBe(8);
});
