import { expect, it } from "vitest";
import { importSeason } from "../../src/import.js";
import type { Database } from "../../src/index.js";
import { battingTotals, boxScore, pitchingTotals, storeAllLines } from "../../src/stats.js";
import { copySeasons } from "../support/copied-seasons.js";
import { serverDatabase } from "../support/places.js";
import { queryAlone } from "../support/raw-sql.js";
import { realGamesAreMissing, seasonFolder } from "../support/retrosheet.js";

const at = serverDatabase();
const plays = Number(process.env.PROVE_PLAYS ?? 10_000_000);

it.skipIf(realGamesAreMissing)(
  `a box score and a season's leaders with ${plays.toLocaleString("en-US")} plays stored, beside one season`,
  async () => {
    await using database = await at().open({ statementTimeout: 0 });
    await importSeason(database, { paths: [seasonFolder] });
    await queryAlone(database, "analyze");
    const few = await measure(database, "2020");
    console.log(`one season of plays: ${few.text}`);
    const { seasons } = await copySeasons(at().url, plays);
    const season = `copy ${Math.ceil(seasons / 2)}`;
    const before = await measure(database, season);
    console.log(`${seasons + 1} seasons, the lines of this one not stored: ${before.text}`);
    await storeAllLines(database);
    await queryAlone(database, "analyze");
    const after = await measure(database, season);
    console.log(`${seasons + 1} seasons, lines stored: ${after.text}`);
    expect(after.leaders).toEqual(few.leaders);
    expect(before.leaders).toEqual(few.leaders);
  },
  3_600_000,
);

/** Medians of several times, in milliseconds, and the leaders, which must be the same whatever else is stored. */
async function measure(database: Database, season: string) {
  const games = await queryAlone(database, `select id from games where season = '${season}' order by id`);
  const gameId = String(games[0]?.id);
  const hitters = () => battingTotals(database, { season, minimumPa: 186, sort: "average", limit: 10 });
  const pitchers = () =>
    pitchingTotals(database, { season, minimumOuts: 180, sort: "earnedRunAverage", limit: 10 });
  const box = await median(() => boxScore(database, gameId));
  const [batting, pitching] = [await median(hitters), await median(pitchers)];
  const leaders = [...(await hitters()), ...(await pitchers())].map(({ playerName }) => playerName);
  const text = `box score ${box} ms, batting leaders ${batting} ms, pitching leaders ${pitching} ms`;
  return { text, leaders };
}

async function median(work: () => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let turn = 0; turn < 7; turn += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return (times.toSorted((one, other) => one - other)[3] ?? 0).toFixed(1);
}
