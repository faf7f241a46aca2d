import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ExportPositions,
  Feed,
  type FeedEvent,
  type GameUpdate,
  publicState,
} from "../../../src/feed.js";
import { type Database, DatabaseOperations } from "../../../src/index.js";
import { fullGame } from "../../support/full-game.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";

const given = serverDatabase();
let database: Database;
let feed: Feed;
const operations = () => new DatabaseOperations(database);

beforeAll(async () => {
  database = await given().open();
  feed = await Feed.open(database, { lookEvery: 50 });
});
afterAll(async () => {
  await feed.close();
  await database.close();
});

async function startedGame() {
  const game = await stageGame(database);
  await operations().startGame(game.gameId);
  return game;
}

/** Takes updates of a scoreboard until a condition is true. */
async function takeUntil(
  games: AsyncIterator<GameUpdate>,
  isSo: (shown: ReadonlyMap<string, GameUpdate["state"]>) => boolean,
) {
  const shown = new Map<string, GameUpdate["state"]>();
  while (!isSo(shown)) {
    const { value, done } = await games.next();
    if (done) throw new Error("the scoreboard ended");
    shown.set(value.gameId, value.state);
  }
  return shown;
}

describe("a scoreboard", () => {
  it("yields the state of each game, and the newest state after each change", async () => {
    const [one, other] = [await startedGame(), await startedGame()];
    const games = feed.followGames();
    await takeUntil(games, (shown) => shown.has(one.gameId) && shown.has(other.gameId));
    await operations().savePlay(newPlay(one, { playNumber: 1, outsRecorded: 1 }));
    const shown = await takeUntil(games, (seen) => seen.get(one.gameId)?.playCount === 1);
    expect(shown.get(one.gameId)).toMatchObject({ outs: 1, status: "active" });
    await games.return?.();
  });

  it("shows a game that begins, one more time a game that ends, and null for one that is deleted", async () => {
    const games = feed.followGames({ status: ["active"] });
    const { gameId } = await startedGame();
    await takeUntil(games, (shown) => shown.get(gameId)?.status === "active");
    await operations().completeGame(gameId);
    await takeUntil(games, (shown) => shown.get(gameId)?.status === "completed");
    const deleted = await startedGame();
    await takeUntil(games, (shown) => shown.has(deleted.gameId));
    await operations().deleteGame(deleted.gameId);
    await takeUntil(games, (shown) => shown.get(deleted.gameId) === null);
    await games.return?.();
  });

  it("shows another game under the id of a deleted one, although its version is the same", async () => {
    const games = feed.followGames({ status: ["pending"] });
    const { id: gameId } = await operations().createGame(newGame());
    const shown = await takeUntil(games, (seen) => seen.has(gameId));
    const first = shown.get(gameId)?.game.createdAt.getTime();
    await database.transaction(async (session) => {
      await new DatabaseOperations(session).deleteGame(gameId);
      await new DatabaseOperations(session).createGame(newGame({ gameId }));
    });
    await takeUntil(
      games,
      (seen) => seen.has(gameId) && seen.get(gameId)?.game.createdAt.getTime() !== first,
    );
    await games.return?.();
  });

  it("yields only the games of the given league, and ends with its signal", async () => {
    const abort = new AbortController();
    const games = feed.followGames({ status: ["pending"], leagueId: "pd", signal: abort.signal });
    await operations().createGame(newGame());
    const { id } = await operations().createGame(newGame({ leagueId: "pd" }));
    expect((await games.next()).value?.gameId).toBe(id);
    const next = games.next();
    abort.abort();
    expect((await next).done).toBe(true);
    expect(feed.figures.followers).toBe(0);
  });

  it("hides from the public what is not public", async () => {
    const { gameId } = await fullGame(operations());
    const game = newGame({ metadata: { secret: "SECRET" } });
    const staged = await stageGame(database, game);
    await operations().startGame(staged.gameId);
    await operations().savePlay(newPlay(staged, { diceRoll: "SECRET", playMetadata: { deck: "SECRET" } }));
    await operations().createGameSession({ gameId: staged.gameId, connectedUsers: { secret: "SECRET" } });
    const games = feed.followGames();
    const shown = await takeUntil(games, (seen) => seen.get(staged.gameId)?.playCount === 1);
    const state = shown.get(staged.gameId);
    expect(JSON.stringify(state)).toContain("SECRET");
    expect(JSON.stringify(state && publicState(state))).not.toContain("SECRET");
    expect(gameId).not.toBe(staged.gameId);
    await games.return?.();
  });
});

it("refuses filters and options that make no sense", () => {
  expect(() => feed.followGames({ status: ["sleeping" as "active"] })).toThrow("status");
  expect(() => feed.followGames({ leagueId: "mlb" as "pd" })).toThrow("leagueId");
  expect(() => feed.exportPlays({ positions: new Map(), compareEvery: 0 })).toThrow("compareEvery");
});

describe("an export", () => {
  const key = (event: FeedEvent) =>
    event.type === "play" ? [`${event.gameId} ${event.play.playNumber}`] : [];

  it("exports every play of every game, continues after the last finished batch, and repeats an unfinished one", async () => {
    const game = await startedGame();
    for (const playNumber of [1, 2]) await operations().savePlay(newPlay(game, { playNumber }));
    const positions = new Map<string, string>();
    const seen: string[] = [];
    const exportUntil = async (isSo: () => boolean, isDone = true) => {
      const abort = new AbortController();
      for await (const batch of feed.exportPlays({ positions, signal: abort.signal })) {
        seen.push(...batch.events.flatMap(key));
        if (isDone) await batch.done();
        if (isSo()) abort.abort();
      }
    };
    const times = (text: string) => seen.filter((each) => each === text).length;
    await exportUntil(() => times(`${game.gameId} 2`) === 2, false);
    expect(positions.size).toBe(0);
    seen.length = 0;
    await exportUntil(() => times(`${game.gameId} 2`) === 1);
    await operations().savePlay(newPlay(game, { playNumber: 3 }));
    await exportUntil(() => times(`${game.gameId} 3`) === 1);
    expect([1, 2, 3].map((number) => times(`${game.gameId} ${number}`))).toEqual([1, 1, 1]);
  });

  it("finds a game that began and ended between two polls, a change of a game that is over, and a deleted one", async () => {
    const positions = new Map<string, string>();
    const abort = new AbortController();
    const silent = await given().open();
    const quiet = new DatabaseOperations(silent);
    const game = await stageGame(silent);
    const { gameId } = game;
    const steps: [string, () => Promise<unknown>][] = [
      [
        "game",
        () =>
          quiet
            .savePlay(newPlay(game))
            .then(() => quiet.startGame(gameId))
            .then(() => quiet.completeGame(gameId)),
      ],
      ["decisions", () => quiet.setDecisions(gameId, { win: game.pitcherId })],
      ["deleted", () => quiet.deleteGame(gameId)],
    ];
    const isThere: Record<string, (event: FeedEvent) => boolean> = {
      game: (event) => event.type === "status" && event.game.status === "completed",
      decisions: (event) => event.type === "decisions",
      deleted: (event) => event.type === "deleted",
    };
    await steps[0]?.[1]();
    const batches = feed.exportPlays({ positions, signal: abort.signal, compareEvery: 50 });
    for await (const batch of batches) {
      await batch.done();
      const [name] = steps[0] ?? [];
      const isSeen = batch.events.some(
        (event) => event.gameId === gameId && isThere[name as string]?.(event),
      );
      if (!isSeen) continue;
      steps.shift();
      if (steps[0] === undefined) abort.abort();
      else await steps[0][1]();
    }
    expect(steps).toEqual([]);
    expect(positions.has(gameId)).toBe(false);
    await silent.close();
  });

  it("keeps its positions in a store of the caller's, and fails where that fails", async () => {
    await startedGame();
    const positions: ExportPositions = {
      entries: () => [],
      set: () => Promise.reject(new Error("the store is full")),
      delete: () => {},
    };
    const run = async () => {
      for await (const batch of feed.exportPlays({ positions })) await batch.done();
    };
    await expect(run()).rejects.toThrow("the store is full");
  });
});
