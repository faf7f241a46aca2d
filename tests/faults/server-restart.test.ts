import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Database, DatabaseOperations } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { newPlay, stageGame } from "../support/game-fixtures.js";
import { PlaySeries } from "../support/play-series.js";
import { PostgresServer } from "../support/postgres-server.js";
import { expectNothingUnhandled } from "../support/unhandled.js";

const workers = 8;
const crashes = 2;

let server: PostgresServer;
let database: Database;

expectNothingUnhandled();
beforeAll(async () => {
  server = await PostgresServer.create();
  database = await Database.open(`${server.url()}?sslmode=disable&statement_timeout=5s`);
  await migrate(database);
});
afterAll(async () => {
  await database?.close({ within: 0 });
  await server?.dispose();
});

it("a server that crashes under load and comes back has every acknowledged play, once", async () => {
  const series = await Promise.all(
    Array.from(
      { length: workers },
      async (_, index) =>
        new PlaySeries(await stageGame(database), index % 2 === 0 ? "recordPlay" : "transaction"),
    ),
  );
  let isOver = false;
  const working = Promise.all(
    series.map(async (game) => {
      while (!isOver) await game.writeNext(database, 20);
    }),
  );
  const written = () => series.map(({ length }) => length);
  const everyoneWrites = async () => {
    const before = written();
    while (written().some((length, index) => length < (before[index] ?? 0) + 10)) await sleep(10);
  };

  try {
    await Promise.race([everyoneWrites(), working]);
    for (let crash = 0; crash < crashes; crash += 1) {
      await server.stop("immediate");
      await sleep(100);
      await server.start();
      await Promise.race([everyoneWrites(), working]);
    }
  } finally {
    isOver = true;
    await working;
  }

  const elsewhere = await Database.open(server.url());
  try {
    for (const game of series) await game.expectExactlyOnce(new DatabaseOperations(elsewhere));
  } finally {
    await elsewhere.close();
  }
  expect(series.some(({ told }) => told.unknown > 0)).toBe(true);
  expect(series.every(({ told }) => told.retryable > 0)).toBe(true);
});

it("the same handle continues to work", async () => {
  const game = await stageGame(database);
  const operations = new DatabaseOperations(database);
  const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
  await Promise.all(numbers.map((playNumber) => operations.savePlay(newPlay(game, { playNumber }))));
  expect(await operations.getPlays(game.gameId)).toHaveLength(20);
  const { open, idle, waiting } = database.figures;
  expect({ inUse: open - idle, waiting }).toEqual({ inUse: 0, waiting: 0 });
});
