import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Feed, type FeedOptions } from "../../../src/feed.js";
import { type Database, DatabaseOperations } from "../../../src/index.js";
import { TestFollower } from "../../support/followers.js";
import { newGame, newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { query, queryAlone } from "../../support/raw-sql.js";
import { until } from "../../support/server-activity.js";

const given = serverDatabase();
/** So long that polling never happens during the test: changes are found by wake-ups. */
const never = 3_600_000;

let database: Database;
let game: StagedGame;
const open: AsyncDisposable[] = [];
const using = <Resource extends AsyncDisposable>(resource: Resource): Resource => {
  open.push(resource);
  return resource;
};
const openFeed = async (of: Database, options: FeedOptions = {}) =>
  using(await Feed.open(of, { lookEvery: never, ...options }));
const follow = (feed: Feed) => new TestFollower(game.gameId).come(feed);
const save = (of: Database, playNumber: number) =>
  new DatabaseOperations(of).savePlay(newPlay(game, { playNumber }));

beforeEach(async () => {
  database = using(await given().open());
  game = await stageGame(database);
});
afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource[Symbol.asyncDispose]();
});

describe("within the process", () => {
  it("each committed operation, transaction and session wakes its followers", async () => {
    const follower = follow(await openFeed(database, { listenUrl: false }));
    await follower.catchUp(database);
    await save(database, 1);
    await follower.catchUp(database);
    await database.transaction((session) =>
      new DatabaseOperations(session).savePlay(newPlay(game, { playNumber: 2 })),
    );
    await follower.catchUp(database);
    await database.transaction(async (session) => {
      await query(
        session,
        `update games set season = '2026', feed_version = feed_version + 1 where id = '${game.gameId}'`,
      );
    });
    await follower.catchUp(database);
    expect(follower.words).toEqual(["game of 0", "play 1", "play 2", "status pending"]);
  });

  it("a rollback, a failed COMMIT and a statement that no follower sees wake no follower", async () => {
    const heard: string[] = [];
    database.changes.subscribe(({ gameIds }) => heard.push(...gameIds));
    const operations = new DatabaseOperations(database);
    await operations.createGameSession({ gameId: game.gameId });
    await operations.updateSessionSnapshot(game.gameId, { a: 1 });
    await using session = await database.session();
    await new DatabaseOperations(session).savePlay(newPlay(game));
    await session.rollback();
    await using failing = await database.session();
    await new DatabaseOperations(failing).savePlay(newPlay(game));
    await query(failing, "select 1 / 0").catch(() => {});
    await expect(failing.commit()).rejects.toThrow();
    await expect(save(database, 40_000)).rejects.toThrow();
    expect(heard).toEqual([]);
    await save(database, 1);
    expect(heard).toEqual([game.gameId]);
  });

  it("a play in a savepoint is seen when that is released, and not when it is rolled back", async () => {
    const follower = follow(await openFeed(database));
    await follower.catchUp(database);
    await database.transaction(async (session) => {
      const saveIn = (playNumber: number) =>
        session.savepoint(async (scope) => {
          await new DatabaseOperations(scope).savePlay(newPlay(game, { playNumber }));
          if (playNumber === 2) throw new Error("not this one");
        });
      await saveIn(1);
      await saveIn(2).catch(() => {});
      await saveIn(3);
    });
    await follower.catchUp(database);
    expect(follower.words).toEqual(["game of 0", "play 1", "play 3"]);
  });

  it("of two transactions the one that commits first is seen first, whatever its play's number is", async () => {
    const follower = follow(await openFeed(database));
    await follower.catchUp(database);
    await using later = await database.session();
    await new DatabaseOperations(later).savePlay(newPlay(game, { playNumber: 2 }));
    const earlier = save(database, 1);
    await later.commit();
    await earlier;
    await follower.catchUp(database);
    expect(follower.words).toEqual(["game of 0", "play 2", "play 1"]);
  });

  it("of many writers at the same moment, each one's play is seen once", async () => {
    const follower = follow(await openFeed(database));
    await follower.catchUp(database);
    const numbers = Array.from({ length: 24 }, (_, index) => index + 1);
    await Promise.all(numbers.map((playNumber) => save(database, playNumber)));
    await follower.catchUp(database);
    const seen = follower.newWords().slice(1);
    expect(seen.toSorted()).toEqual(numbers.map((number) => `play ${number}`).toSorted());
  });

  it("another client's long write transaction delays no follower", async () => {
    const follower = follow(await openFeed(database));
    await follower.catchUp(database);
    await using long = await database.session();
    await new DatabaseOperations(long).createGame(newGame());
    await save(database, 1);
    await follower.catchUp(database);
    expect(follower.words).toEqual(["game of 0", "play 1"]);
  });

  it("a commit at any step of a follower's start is seen once", async () => {
    const feed = await openFeed(database);
    for (let playNumber = 1; playNumber <= 12; playNumber += 1) {
      const follower = follow(feed);
      const taken = follower.take();
      // This many turns of the event loop after the follower started.
      for (let turn = 0; turn < playNumber; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await save(database, playNumber);
      await taken;
      await follower.catchUp(database);
      const plays = follower.words.filter((word) => word.startsWith("play"));
      expect(plays.length).toBeLessThanOrEqual(1);
      await follower.leave();
    }
  });
});

describe("between processes", () => {
  it("a feed receives the announcements of another database", async () => {
    const announcing = using(await given().open({ announce: true }));
    const feed = await openFeed(database);
    expect(feed.figures.isListening).toBe(true);
    const follower = follow(feed);
    await follower.catchUp(database);
    for (const playNumber of [1, 2, 3]) {
      await save(announcing, playNumber);
      await follower.catchUp(database);
    }
    expect(follower.words).toEqual(["game of 0", "play 1", "play 2", "play 3"]);
  });

  it("more games than fit into one payload are announced, and payloads of other programs are ignored", async () => {
    const announcing = using(await given().open({ announce: true }));
    const feed = await openFeed(database);
    const follower = follow(feed);
    await follower.catchUp(database);
    const nonsense = [
      "",
      "x",
      "*:3",
      `${game.gameId}:zzz`,
      `${game.gameId}:999999999`,
      "\\u0000",
      ",".repeat(500),
    ];
    for (const payload of nonsense)
      await queryAlone(database, `select pg_notify('dugout_feed', '${payload}')`);
    await announcing.transaction(async (session) => {
      const operations = new DatabaseOperations(session);
      const others = Array.from({ length: 400 }, () => operations.createGame(newGame()));
      await Promise.all([...others, operations.savePlay(newPlay(game, { playNumber: 1 }))]);
    });
    await follower.catchUp(database);
    expect(follower.words).toEqual(["game of 0", "play 1"]);
  });

  it("300 games that change in one transaction are announced, and read together", async () => {
    const announcing = using(await given().open({ announce: true }));
    const feed = await openFeed(database);
    const followed = await announcing.transaction((session) => {
      const operations = new DatabaseOperations(session);
      return Promise.all(Array.from({ length: 300 }, () => operations.createGame(newGame())));
    });
    const followers = followed.map(({ id }) => new TestFollower(id).come(feed));
    await Promise.all(followers.map((each) => each.take()));
    const { reads } = feed.figures;
    await announcing.transaction((session) => {
      const operations = new DatabaseOperations(session);
      return Promise.all(followed.map(({ id }) => operations.startGame(id)));
    });
    await Promise.all(followers.map((each) => each.take()));
    for (const { words } of followers) expect(words).toEqual(["game of 0", "status active"]);
    expect(feed.figures.reads - reads).toBeLessThan(10);
  });

  it("polling finds what was not announced", async () => {
    const silent = using(await given().open());
    const follower = follow(await openFeed(database, { lookEvery: 20, listenUrl: false }));
    await follower.catchUp(database);
    await save(silent, 1);
    await follower.catchUp(database);
    await new DatabaseOperations(silent).deleteGame(game.gameId);
    expect((await follower.take())?.type).toBe("deleted");
  });

  it("a killed connection is replaced, and missed changes are seen immediately", async () => {
    const silent = using(await given().open());
    const feed = await openFeed(database);
    const follower = follow(feed);
    await follower.catchUp(database);
    await queryAlone(
      silent,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query ilike 'listen%'`,
    );
    await until("it does not listen", () => !feed.figures.isListening);
    await save(silent, 1);
    await follower.catchUp(database);
    expect(feed.figures.isListening).toBe(true);
  });

  it("two feeds give the same events after the same cursor", async () => {
    const [one, other] = [await openFeed(database), await openFeed(using(await given().open()))];
    const first = follow(one);
    await first.catchUp(database);
    await first.leave();
    for (const playNumber of [1, 2, 3]) await save(database, playNumber);
    const second = new TestFollower(game.gameId);
    Object.assign(second, { cursor: first.cursor, known: first.known });
    first.newWords();
    first.come(one);
    second.come(other);
    await Promise.all([first.catchUp(database), second.catchUp(database)]);
    expect(second.words).toEqual(first.words);
    expect(second.cursor).toBe(first.cursor);
  });

  it("refuses a pooler's or an embedded database's URL to listen on", async () => {
    for (const listenUrl of [`${given().url}?prepare=false`, "pglite:memory"]) {
      await expect(Feed.open(database, { listenUrl })).rejects.toMatchObject({ code: "CONFIGURATION" });
    }
  });
});

describe("without prepared statements", () => {
  it("finds changes without LISTEN", async () => {
    const pooled = using(await given().open({ prepare: false }));
    const feed = await openFeed(pooled, { lookEvery: 20 });
    expect(feed.figures.isListening).toBe(false);
    const follower = follow(feed);
    await follower.catchUp(database);
    await save(database, 1);
    await follower.catchUp(database);
    expect(follower.words).toEqual(["game of 0", "play 1"]);
  });
});

describe("followers", () => {
  it("leave nothing behind, however many leave together", async () => {
    const feed = await openFeed(database);
    const abort = new AbortController();
    const { signal } = abort;
    const loops = Array.from({ length: 10_000 }, async () => {
      const types: string[] = [];
      for await (const { type } of feed.follow(game.gameId, { signal })) types.push(type);
      return types;
    });
    await until("all have the game", () => feed.figures.deliveries === 10_000);
    await save(database, 1);
    await until("all have the play", () => feed.figures.deliveries === 20_000);
    expect(feed.figures.reads).toBeLessThan(10);
    abort.abort();
    const seen = await Promise.all(loops);
    expect(new Set(seen.map((types) => types.join()))).toEqual(new Set(["game,play"]));
    expect(feed.figures).toMatchObject({ followers: 0, games: 0 });
  });

  it("end with the feed, with the database, and with what a view throws, which ends no other", async () => {
    const feed = await openFeed(database);
    const view = () => {
      throw new Error("no view of that");
    };
    await expect(feed.follow(game.gameId, { view }).next()).rejects.toThrow("no view of that");
    const follower = follow(feed);
    await follower.catchUp(database);
    const next = follower.take();
    await feed.close();
    expect(await next).toBeUndefined();
    expect(() => feed.follow(game.gameId)).toThrow("The feed is closed");
    const closing = using(await given().open());
    const other = follow(await openFeed(closing, { lookEvery: 20 }));
    await other.take();
    const last = other.take();
    await closing.close();
    expect(await last).toBeUndefined();
  });

  it("get events after their delay, in order, and none after an abort", async () => {
    const feed = await openFeed(database);
    const abort = new AbortController();
    const delayed = new TestFollower(game.gameId).come(feed, { delay: 50, signal: abort.signal });
    await delayed.catchUp(database);
    for (const playNumber of [1, 2]) await save(database, playNumber);
    await delayed.catchUp(database);
    expect(delayed.words).toEqual(["game of 0", "play 1", "play 2"]);
    const slow = new TestFollower(game.gameId).come(feed, { delay: never, signal: abort.signal });
    const waiting = slow.take();
    abort.abort();
    expect(await waiting).toBeUndefined();
    expect(feed.figures.followers).toBe(0);
  });

  it("that take nothing for 30 seconds cause no more reads, and get the net change when they take again", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const feed = await openFeed(database, { lookEvery: 20 });
      const follower = follow(feed);
      await follower.catchUp(database);
      expect(feed.figures).toMatchObject({ followers: 1, games: 1 });
      vi.advanceTimersByTime(31_000);
      await until("nothing is watched for it", () => feed.figures.games === 0);
      const { reads, looks } = feed.figures;
      for (const playNumber of [1, 2, 3]) await save(database, playNumber);
      await new DatabaseOperations(database).rewindGame(game.gameId, 2);
      expect(feed.figures).toMatchObject({ reads, looks, followers: 1 });
      await follower.catchUp(database);
      expect(follower.words).toEqual(["game of 0", "play 1", "play 2"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("learn of a deletion one after the other, without a poll", async () => {
    const feed = await openFeed(database, { lookEvery: 60_000 });
    const { gameId } = game;
    const followers = [0, 1, 2].map(() => feed.follow(gameId));
    for (const follower of followers) expect((await follower.next()).value).toMatchObject({ type: "game" });
    await new DatabaseOperations(database).deleteGame(gameId);
    for (const follower of followers) {
      expect((await follower.next()).value).toMatchObject({ type: "deleted" });
      expect(await follower.next()).toMatchObject({ done: true });
    }
    expect(feed.figures.looks).toBe(0);
  });

  it("that are slow receive the net change, or the whole game if that is shorter", async () => {
    const feed = await openFeed(database);
    const follower = follow(feed);
    await follower.catchUp(database);
    for (let playNumber = 1; playNumber <= 10; playNumber += 1) await save(database, playNumber);
    await follower.catchUp(database);
    expect(follower.newWords().length).toBe(11);
    const pending = follower.take();
    await save(database, 11);
    await pending;
    for (let playNumber = 12; playNumber <= 90; playNumber += 1) await save(database, playNumber);
    await follower.catchUp(database);
    expect(follower.newWords()).toEqual(["play 11", "game of 90"]);
  });

  it("refuses options that make no sense", async () => {
    const feed = await openFeed(database);
    expect(() => feed.follow("nobody")).toThrow("gameId");
    expect(() => feed.follow(game.gameId, { delay: -1 })).toThrow("delay");
    await expect(Feed.open(database, { lookEvery: 0 })).rejects.toThrow("lookEvery");
  });
});
