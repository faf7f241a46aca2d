import { afterAll, beforeAll, expect, it } from "vitest";
import type { GameFile } from "../../src/import.js";
import { Database } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { BuiltPackage } from "../support/built-package.js";
import { readGames, toGameFile } from "../support/chadwick/index.js";
import { KilledSeason } from "../support/killed-season.js";
import { PostgresServer } from "../support/postgres-server.js";
import { realGamesAreMissing, seasonFolder } from "../support/retrosheet.js";
import { seededRandom } from "../support/seeded-random.js";

const kills = Number(process.env.PROVE_KILLS ?? 200);
const crashes = Number(process.env.PROVE_CRASHES ?? 20);
/** More games than can be recorded between all the kills. */
const games = 500;

let server: PostgresServer;
let built: BuiltPackage;
let season: KilledSeason;

beforeAll(async () => {
  [server, built] = await Promise.all([PostgresServer.create(), BuiltPackage.create()]);
  await using database = await Database.open(server.url());
  await migrate(database);
}, 120_000);

afterAll(async () => {
  await season?.dispose();
  await Promise.all([server?.dispose(), built?.dispose()]);
});

it.skipIf(realGamesAreMissing)(
  `the season of 2020, its recorder killed ${kills} times and its server ${crashes} times, is stored whole and once`,
  async () => {
    const began = performance.now();
    const random = seededRandom();
    console.log(`FAULT_SEED=${random.seed} repeats the moments of the kills`);
    const files = await firstGames();
    season = await KilledSeason.create({ server, built: built.folder, files, recorders: 4, random });
    await season.run({ kills, crashes, life: 150 });
    await season.finish();

    await using database = await Database.open(server.url());
    const stored = await season.stored(database);
    const seconds = Math.round((performance.now() - began) / 1_000);
    console.log(
      `${season.kills} kills of the process, ${season.crashes} of the server, ${season.recoveries} recoveries by a process that lived on; ` +
        `${stored.games} games, ${stored.plays} plays, ${stored.wrong.length} of them wrong, in ${seconds} s.`,
    );
    expect(stored.wrong).toEqual([]);
    expect([season.kills, season.crashes]).toEqual([kills, crashes]);
    expect(season.recoveries).toBeGreaterThanOrEqual(crashes);
    expect(stored.games).toBeGreaterThan(0);
  },
  1_800_000,
);

async function firstGames(): Promise<GameFile[]> {
  const files: GameFile[] = [];
  for await (const rows of readGames(seasonFolder)) {
    files.push(toGameFile(rows));
    if (files.length === games) break;
  }
  return files;
}
