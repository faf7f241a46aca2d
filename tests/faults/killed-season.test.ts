import { afterAll, beforeAll, expect, it } from "vitest";
import { Database } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { BuiltPackage } from "../support/built-package.js";
import { KilledSeason } from "../support/killed-season.js";
import { newWorldSeriesGame } from "../support/partial-games.js";
import { PostgresServer } from "../support/postgres-server.js";
import { seededRandom } from "../support/seeded-random.js";

const kills = 6;
const crashes = 2;
/** More than can be recorded between all the kills. */
const games = 30;

let server: PostgresServer;
let built: BuiltPackage;
let season: KilledSeason;

beforeAll(async () => {
  [server, built] = await Promise.all([PostgresServer.create(), BuiltPackage.create()]);
  await using database = await Database.open(server.url());
  await migrate(database);
});

afterAll(async () => {
  await season?.dispose();
  await Promise.all([server?.dispose(), built?.dispose()]);
});

it("a season is stored completely and once, although its recorder is killed repeatedly and its server crashes", async () => {
  const random = seededRandom();
  console.log(`FAULT_SEED=${random.seed} repeats the moments of the kills`);
  const files = await Promise.all(Array.from({ length: games }, newWorldSeriesGame));
  season = await KilledSeason.create({ server, built: built.folder, files, recorders: 3, random });
  await season.run({ kills, crashes, life: 80 });
  await season.finish();

  await using database = await Database.open(server.url());
  const stored = await season.stored(database);
  console.log(
    `${season.kills} kills, ${season.crashes} crashes; ${stored.games} games, ${stored.plays} plays`,
  );
  expect(stored.wrong).toEqual([]);
  expect([season.kills, season.crashes]).toEqual([kills, crashes]);
  expect(season.recoveries).toBeGreaterThanOrEqual(crashes);
  expect(stored.games).toBeGreaterThan(0);
  expect(stored.plays).toBe(94 * stored.games);
});
