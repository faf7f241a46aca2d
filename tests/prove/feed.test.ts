import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Database, DatabaseOperations } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { BuiltPackage } from "../support/built-package.js";
import { FollowerProcess } from "../support/follower-process.js";
import { newPlay, type StagedGame, stageGame } from "../support/game-fixtures.js";
import { PostgresServer } from "../support/postgres-server.js";
import { queryAlone } from "../support/raw-sql.js";
import { seededRandom } from "../support/seeded-random.js";

const plays = Number(process.env.PROVE_PLAYS ?? 100_000);
const playsPerGame = 250;
const games = Math.max(1, Math.round(plays / playsPerGame));
const writers = 16;
/** The maximum random time between two faults, in milliseconds. */
const calm = Number(process.env.PROVE_CALM ?? 3_000);

let server: PostgresServer;
let built: BuiltPackage;

beforeAll(async () => {
  [server, built] = await Promise.all([PostgresServer.create(), BuiltPackage.create()]);
}, 300_000);
afterAll(async () => {
  await Promise.all([server?.dispose(), built?.dispose()]);
});

it(`${plays} plays reach a follower once and in order, while LISTEN, the server and the follower are killed`, async () => {
  const began = performance.now();
  const random = seededRandom();
  console.log(`FAULT_SEED=${random.seed} repeats the moments of the kills`);
  const url = `${server.url()}?sslmode=disable&connect_timeout=5`;
  const database = await Database.open(url, { announce: true });
  await migrate(database);
  const staged: StagedGame[] = [];
  while (staged.length < games) staged.push(await stageGame(database));
  const follower = new FollowerProcess(
    built.folder,
    url,
    staged.map(({ gameId }) => gameId),
  );
  follower.start();

  let isOver = false;
  const kills = { listen: 0, server: 0, follower: 0 };
  const disasters = {
    listen: () =>
      queryAlone(
        database,
        "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'",
      ).catch(() => {}),
    server: async () => {
      await server.stop("immediate");
      await server.start();
    },
    follower: async () => {
      await follower.kill();
      follower.start();
    },
  };
  const names = ["listen", "server", "follower"] as const;
  const harm = async () => {
    while (!isOver) {
      await sleep(random() * calm);
      const name = names[Math.floor(random() * names.length)] as (typeof names)[number];
      await disasters[name]();
      kills[name] += 1;
    }
  };
  const harming = harm();
  await record(database, staged);
  isOver = true;
  await harming;
  const deadline = performance.now() + 120_000;
  const whole = games * playsPerGame;
  while (follower.told < whole && performance.now() < deadline) await sleep(50);
  await follower.kill();

  const lost = whole - [...follower.plays.values()].reduce((sum, numbers) => sum + new Set(numbers).size, 0);
  const seconds = Math.round((performance.now() - began) / 1_000);
  console.log(
    `${whole} plays of ${games} games; killed: LISTEN ${kills.listen} times, the server ${kills.server}, the follower ` +
      `${kills.follower}; lost ${lost}, doubled or out of order ${follower.wrong.length}; ${seconds} s`,
  );
  expect(follower.wrong).toEqual([]);
  expect(lost).toBe(0);
  expect(Object.values(kills).reduce((sum, count) => sum + count)).toBeGreaterThan(0);
  await database.close({ within: 0 });
}, 3_600_000);

/** Records every game's plays, each until it is stored. */
async function record(database: Database, staged: readonly StagedGame[]): Promise<void> {
  const operations = new DatabaseOperations(database);
  const waiting = staged.values();
  const write = async () => {
    for (const game of waiting) {
      for (let playNumber = 1; playNumber <= playsPerGame; ) {
        try {
          await operations.savePlay(newPlay(game, { playNumber }));
          playNumber += 1;
        } catch {
          // The same play again: it is stored once, whether it had been stored or not.
          await sleep(20);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
}
