import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { Database } from "../../src/index.js";
import { faultBench } from "../support/fault-bench.js";
import { stageGame } from "../support/game-fixtures.js";
import { PlaySeries, type Writer } from "../support/play-series.js";
import { PostgresProxy } from "../support/postgres-proxy.js";
import { seededRandom } from "../support/seeded-random.js";

const calls = 10_000;
const games = 12;
const writers = ["savePlay", "transaction", "recordPlay", "recordExpectedPlay"] as const;
const writersOfGames = (index: number) => writers[index % writers.length] as Writer;
const betweenKills = 50;

const bench = faultBench();

it("10,000 plays are each stored exactly once while connections are killed at random", async () => {
  const random = seededRandom();
  console.log(`FAULT_SEED=${random.seed} repeats the order of kills`);
  const proxy = await PostgresProxy.start(bench().url);
  const applicationName = "dugout-exactly-once";
  const options = { applicationName, poolSize: games };
  const [direct, proxied] = await Promise.all([
    Database.open(bench().url, options),
    Database.open(proxy.url, options),
  ]);
  onTestFinished(async () => {
    await Promise.all([direct.close(), proxied.close()]);
    proxy.close();
  });
  const series = await Promise.all(
    Array.from(
      { length: games },
      async (_, index) => new PlaySeries(await stageGame(direct), writersOfGames(index)),
    ),
  );
  const killing = new AbortController();
  const killed = killAtRandom({ applicationName, proxy, random, signal: killing.signal });

  let left = calls;
  await Promise.all(
    series.map(async (game, index) => {
      for (; left > 0; ) {
        left -= 1;
        await game.writeNext(index < games / 2 ? direct : proxied, 1);
      }
    }),
  ).finally(() => killing.abort());

  const kills = await killed;
  const unknown = series.reduce((sum, { told }) => sum + told.unknown, 0);
  const retryable = series.reduce((sum, { told }) => sum + told.retryable, 0);
  console.log(
    `seed ${random.seed}: ${kills} kills, ${unknown} outcomes unknown, ${retryable} retryable errors`,
  );
  expect(series.reduce((sum, { length }) => sum + length, 0)).toBe(calls);
  for (const game of series) await game.expectExactlyOnce(bench().elsewhere);
  // The test would prove nothing without kills.
  expect(kills).toBeGreaterThan(20);
  expect(unknown).toBeGreaterThan(10);
  for (const { figures } of [direct, proxied]) expect(figures.open - figures.idle).toBe(0);
});

interface Killer {
  readonly applicationName: string;
  readonly proxy: PostgresProxy;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Terminates, closes or resets one connection after the other; returns how many. */
async function killAtRandom({ applicationName, proxy, random, signal }: Killer): Promise<number> {
  const client = new pg.Client({ connectionString: bench().url });
  await client.connect();
  let kills = 0;
  for (; !signal.aborted; kills += 1) {
    await sleep(2 * betweenKills * random());
    const [link] = proxy.links.filter(() => random() < 0.3);
    const kind = Math.floor(3 * random());
    if (kind === 0) link?.cut();
    else if (kind === 1) link?.reset();
    else await client.query(endOneProcess, [applicationName, random()]);
  }
  await client.end();
  return kills;
}

const endOneProcess = `
  with processes as (select pid, row_number() over (order by pid) - 1 as place, count(*) over () as total
    from pg_stat_activity where application_name = $1)
  select pg_terminate_backend(pid) from processes where place = floor($2::float8 * total)`;
