import { afterAll, beforeAll, expect, it } from "vitest";
import { Feed } from "../../../src/feed.js";
import { Database, DatabaseOperations } from "../../../src/index.js";
import { TestFollower } from "../../support/followers.js";
import { newPlay, stageGame } from "../../support/game-fixtures.js";
import { ReplicatedServer } from "../../support/replicated-server.js";
import { until } from "../../support/server-activity.js";

let server: ReplicatedServer;
beforeAll(async () => {
  server = await ReplicatedServer.create();
});
afterAll(() => server?.dispose());

it("a replica that is behind is skipped, and no follower sees an older state", async () => {
  await using database = await server.open({ announce: true });
  const game = await stageGame(database);
  await server.caughtUp();
  await using feed = await Feed.open(database, { lookEvery: 3_600_000 });
  const follower = new TestFollower(game.gameId).come(feed);
  await follower.catchUp(database);
  await server.pause();
  for (const playNumber of [1, 2, 3]) {
    await new DatabaseOperations(database).savePlay(newPlay(game, { playNumber }));
    await follower.catchUp(database);
  }
  await follower.leave();
  follower.come(feed);
  await new DatabaseOperations(database).savePlay(newPlay(game, { playNumber: 4 }));
  await follower.catchUp(database);
  await server.resume();
  expect(follower.words).toEqual(["game of 0", "play 1", "play 2", "play 3", "play 4"]);
});

it("a feed whose own server is the replica waits for announced changes, and continues when that is promoted", async () => {
  await using primary = await Database.open(server.primary.url(), { announce: true });
  const game = await stageGame(primary);
  await server.caughtUp();
  await using database = await Database.open(server.replica.url());
  await using feed = await Feed.open(database, { listenUrl: server.primary.url(), lookEvery: 3_600_000 });
  expect(feed.figures.isListening).toBe(true);
  const follower = new TestFollower(game.gameId).come(feed);
  await follower.catchUp(primary);
  await server.pause();
  const next = follower.take();
  await new DatabaseOperations(primary).savePlay(newPlay(game, { playNumber: 1 }));
  const reads = feed.figures.reads;
  await until("it has looked more than once without a result", () => feed.figures.reads > reads + 1);
  await server.resume();
  await next;
  await follower.catchUp(primary);
  await server.onReplica("select pg_promote()");
  await new DatabaseOperations(database).savePlay(newPlay(game, { playNumber: 2 }));
  await follower.catchUp(database);
  expect(follower.words).toEqual(["game of 0", "play 1", "play 2"]);
});
