import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import { Feed } from "../../src/feed.js";
import { Database, DatabaseOperations, type PlayInput } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { TestFollower } from "../support/followers.js";
import { newPlay, type StagedGame, stageGame } from "../support/game-fixtures.js";
import { serverDatabase } from "../support/places.js";
import { PostgresProxy } from "../support/postgres-proxy.js";
import { PostgresServer } from "../support/postgres-server.js";
import { until } from "../support/server-activity.js";
import { expectNothingUnhandled } from "../support/unhandled.js";

const given = serverDatabase();
/** So long that polling never happens during the test: changes are found by wake-ups. */
const lookEvery = 3_600_000;

let database: Database;
let game: StagedGame;
let proxy: PostgresProxy;
let throughProxy: string;
const open: AsyncDisposable[] = [];
const using = <Resource extends AsyncDisposable>(resource: Resource): Resource => {
  open.push(resource);
  return resource;
};

expectNothingUnhandled();
beforeEach(async () => {
  database = using(await given().open());
  game = await stageGame(database);
  proxy = await PostgresProxy.start(given().url);
  const url = new URL(proxy.url);
  url.searchParams.set("sslmode", "disable");
  throughProxy = url.href;
});
afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource[Symbol.asyncDispose]();
  proxy.close();
});

async function followed(of: Database, listenUrl?: string) {
  const feed = using(await Feed.open(of, { lookEvery, heartbeatEvery: 100, listenUrl }));
  const follower = new TestFollower(game.gameId).come(feed);
  await follower.catchUp(database);
  return { feed, follower };
}
const save = (of: Database, playNumber: number) =>
  new DatabaseOperations(of).savePlay(newPlay(game, { playNumber }));

it("a listening connection that receives nothing is replaced, and missed changes are found", async () => {
  const { feed, follower } = await followed(database, throughProxy);
  proxy.trap("request", "select 1", (link) => link.swallow());
  const silent = using(await given().open());
  await save(silent, 1);
  const next = follower.take();
  await until("it is given up", () => !feed.figures.isListening);
  await next;
  await follower.catchUp(database);
  expect(follower.words).toEqual(["game of 0", "play 1"]);
});

it("a server that cannot be reached for a while is listened to again, and followers see what they missed", async () => {
  const { feed, follower } = await followed(database, throughProxy);
  const next = follower.take();
  proxy.close();
  await until("it does not listen", () => !feed.figures.isListening);
  await save(using(await given().open()), 1);
  expect(feed.figures.problem).not.toBeNull();
  await proxy.listen();
  await next;
  expect(follower.words).toEqual(["game of 0", "play 1"]);
});

it("after a commit with an unknown outcome, the feed reads the game", async () => {
  const writing = using(await given().open());
  const lost = using(await Database.open(throughProxy));
  const { follower } = await followed(lost, given().url);
  const next = follower.take();
  proxy.trap("answer", "commit", (link) => {
    link.cut();
    return "drop";
  });
  const outcome = lost.transaction((session) =>
    new DatabaseOperations(session).savePlay(newPlay(game, { playNumber: 1 })),
  );
  await expect(outcome).rejects.toMatchObject({ code: "COMMIT_OUTCOME_UNKNOWN" });
  await next;
  await follower.catchUp(writing);
  expect(follower.words).toEqual(["game of 0", "play 1"]);
});

it("what could not be announced is announced later", async () => {
  const announcing = using(await Database.open(throughProxy, { announce: true }));
  const { follower } = await followed(database);
  const next = follower.take();
  proxy.trap("request", "notifyFollowers", (link) => link.cut());
  await save(announcing, 1);
  await next;
  expect(follower.words).toEqual(["game of 0", "play 1"]);
});

/** Saves a play in a separate process that announces what it commits. */
function startWriter(url: string, play: PlayInput): ChildProcess {
  const script = `
    const [module, url, play] = process.argv.slice(1);
    const { Database, DatabaseOperations } = await import(module);
    const database = await Database.open(url, { announce: true });
    await new DatabaseOperations(database).savePlay(JSON.parse(play));
    setInterval(() => {}, 1_000);`;
  const module = new URL("../../dist/index.js", import.meta.url).href;
  return spawn(process.execPath, ["--input-type=module", "-e", script, module, url, JSON.stringify(play)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

it("a change by a writer that is killed between its commit and its announcement is found by polling", async () => {
  const feed = using(await Feed.open(database, { lookEvery: 20 }));
  const follower = new TestFollower(game.gameId).come(feed);
  await follower.catchUp(database);
  // Before an announcement the versions of the games are read, after the commit: from there on nothing is passed on.
  const announcement = proxy.trap("request", "feedVersions", (link) => link.swallow());
  const writer = startWriter(throughProxy, newPlay(game, { playNumber: 1 }));
  onTestFinished(() => void writer.kill("SIGKILL"));
  await until("it has committed, and is about to announce", () => announcement.link !== undefined);
  const ended = once(writer, "exit");
  writer.kill("SIGKILL");
  await ended;
  await follower.catchUp(database);
  expect(follower.words).toEqual(["game of 0", "play 1"]);
});

it("followers continue with their cursors after a crash of the server", async () => {
  const server = await PostgresServer.create();
  onTestFinished(() => server.dispose());
  const url = `${server.url()}?sslmode=disable&connect_timeout=5`;
  const restarting = using(await Database.open(url, { announce: true }));
  await migrate(restarting);
  const staged = await stageGame(restarting);
  const feed = using(await Feed.open(restarting, { lookEvery, heartbeatEvery: 100 }));
  const follower = new TestFollower(staged.gameId).come(feed);
  await follower.catchUp(restarting);
  for (const playNumber of [1, 2]) {
    const next = follower.take();
    await server.stop("immediate");
    await until("it does not listen", () => !feed.figures.isListening);
    await server.start();
    const operations = new DatabaseOperations(restarting);
    await retry(() => operations.savePlay(newPlay(staged, { playNumber })));
    await next;
    await follower.catchUp(restarting);
  }
  expect(follower.words).toEqual(["game of 0", "play 1", "play 2"]);
  await until("it listens again", () => feed.figures.isListening);
});

/** Repeats `work` until it succeeds. */
async function retry(work: () => Promise<unknown>): Promise<void> {
  await until("the server answers", () =>
    work().then(
      () => true,
      () => false,
    ),
  );
}
