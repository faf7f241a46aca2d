import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, test } from "vitest";
import { Database, DatabaseOperations } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { CitusServer, citusWorkers } from "../support/citus-server.js";
import { stageGame } from "../support/game-fixtures.js";
import { needs } from "../support/needs.js";
import { withClient } from "../support/plain-client.js";
import { PlaySeries } from "../support/play-series.js";
import { seededRandom } from "../support/seeded-random.js";

const clients = 12;
/** How many times a server crashes, a shard moves, or all shards are distributed again: one after the other. */
const disturbances = Number(process.env.PROVE_DISTURBANCES ?? 30);
/**
 * A program that crashes the PostgreSQL server at its argument, such as 127.0.0.1:9701, and starts it again: what that takes
 * depends on how the cluster was made.
 */
const crashing = process.env.CITUS_CRASH ?? "";
const coordinator = new URL(process.env.CITUS_DATABASE_URL ?? "postgresql://nowhere").host;

const isReady = coordinator !== "nowhere" && citusWorkers.length > 1 && crashing !== "";
const needsCluster = needs(isReady, "CITUS_DATABASE_URL, two CITUS_WORKERS and CITUS_CRASH are not set");

describe("on a Citus cluster", needsCluster, () => {
  let server: CitusServer;
  let url: string;

  beforeAll(async () => {
    server = await CitusServer.create();
    url = await server.createDatabase();
    await using database = await Database.open(url);
    await migrate(database, { distributed: "citus" });
  }, 300_000);
  afterAll(() => server?.dispose());

  test(`what ${clients} clients record while servers crash and shards move is stored once, and no answer was false`, async () => {
    const random = seededRandom();
    console.log(`FAULT_SEED=${random.seed} repeats what was disturbed`);
    await using database = await Database.open(url, { poolSize: clients });
    const writers = ["recordPlay", "recordExpectedPlay", "savePlay", "transaction"] as const;
    const series = await Promise.all(
      Array.from({ length: clients }, async (_, index) => {
        return new PlaySeries(await stageGame(database), writers[index % writers.length] ?? "recordPlay");
      }),
    );

    let isOver = false;
    const record = async (one: PlaySeries) => {
      while (!isOver) await one.writeNext(database, 100);
    };
    const recording = Promise.all(series.map(record));
    const counts = await Promise.race([disturb(random), recording.then(() => undefined)]);
    isOver = true;
    await recording;

    await using elsewhere = await Database.open(url);
    for (const one of series) await one.expectExactlyOnce(new DatabaseOperations(elsewhere));
    const sum = (count: (one: PlaySeries) => number) => series.reduce((total, one) => total + count(one), 0);
    console.log(
      `${counts?.crashes} crashes, ${counts?.moves} moved shards, ${counts?.rebalances} rebalanced clusters; ` +
        `${sum(({ length }) => length)} plays acknowledged and stored once; ` +
        `${sum(({ told }) => told.retryable)} errors to try again, ${sum(({ told }) => told.unknown)} unknown outcomes.`,
    );
  }, 3_600_000);

  /** Crashes and moves by turns, with some undisturbed plays between. */
  async function disturb(random: () => number) {
    const counts = { crashes: 0, moves: 0, rebalances: 0 };
    const nodes = [...citusWorkers, coordinator];
    for (let turn = 0; turn < disturbances; turn += 1) {
      await sleep(500 + 1_000 * random());
      if (turn % 3 === 0) {
        await promisify(execFile)(crashing, [nodes[(turn / 3) % nodes.length] as string]);
        counts.crashes += 1;
      } else if (turn % 3 === 1) {
        await insistOn(moveShard);
        counts.moves += 1;
      } else {
        await insistOn("select rebalance_table_shards(shard_transfer_mode => 'force_logical')");
        counts.rebalances += 1;
      }
    }
    return counts;
  }

  /** A server that has just come back may refuse at first. */
  async function insistOn(statement: string): Promise<void> {
    const deadline = Date.now() + 120_000;
    for (;;) {
      try {
        await withClient(url, (client) => client.query(statement));
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(500);
      }
    }
  }
});

/** Any shard of the games, with those of the other tables that belong to it, to the other worker. */
const moveShard = `
select citus_move_shard_placement(s.shardid, s.nodename, s.nodeport, n.nodename, n.nodeport, 'force_logical')
from (
  select shardid, nodename, nodeport from citus_shards where table_name = 'games'::regclass order by random() limit 1
) s
join pg_dist_node n on n.shouldhaveshards and (n.nodename, n.nodeport) <> (s.nodename, s.nodeport) limit 1`;
