import { Database, DatabaseOperations } from "dugout";
import pg from "pg";
import { type PlayValues, playInput } from "../../../../src/models/plays-table.js";
import { recordPlay } from "../../../../src/statements/record-play-statements.js";
import { createGames, playsPerGame } from "../../data/dataset.js";
import { playOf, type Slot, stateOf } from "../../data/play.js";
import { tableOf } from "../../report/markdown.js";
import type { BenchDatabase, BenchServer } from "../../runner/server.js";
import { readServerUse } from "../../runner/server-meter.js";
import { median } from "../../runner/statistics.js";

/** A way to record plays. */
interface Way {
  readonly title: string;
  /** The way with which it is compared. */
  readonly reference: string;
  readonly bench: BenchDatabase;
  /** Makes a function that records a play, for one client. */
  recorder(): Promise<{ record(slot: Slot, playNumber: number): Promise<unknown>; end(): Promise<unknown> }>;
}

interface Run {
  readonly perSecond: number;
  /** CPU of the server, in microseconds per play. */
  readonly cpu: number;
  /** Bytes of the server's log a play. */
  readonly log: number;
}

export interface StampOptions {
  readonly clients: number;
  readonly seconds: number;
  readonly rounds: number;
}

const references = { statement: "no stamps", database: "recordPlay" };

/**
 * Measures what stamps and announcements cost: `recordPlay`'s statement compared with the same statement without stamps, on
 * tables without their columns, and with one that notifies within its transaction; and `recordPlay` with and without
 * `announce`.
 */
export async function measureStamps(server: BenchServer, options: StampOptions): Promise<string> {
  const [stamped, bare] = [await server.createDatabase("stamped"), await server.createDatabase("bare")];
  for (const table of ["games", "plays", "lineups"])
    await bare.pool.query(`alter table ${table} drop column feed_version`);
  const { text } = recordPlay;
  const ways: Way[] = [
    statementWay(references.statement, bare, withoutStamps(text)),
    statementWay("with stamps", stamped, text),
    statementWay("with stamps, NOTIFY in the transaction", stamped, withNotify()),
    databaseWay(references.database, stamped, false),
    databaseWay("recordPlay, announce: true", stamped, true),
  ];
  const runs = new Map(ways.map(({ title }): [string, Run[]] => [title, []]));
  // The first round is for caches and the JIT.
  for (let round = 0; round <= options.rounds; round += 1)
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
      const run = await measured(way, round === 0 ? { ...options, seconds: 0.5 } : options);
      if (round > 0) runs.get(way.title)?.push(run);
    }
  const { clients, seconds, rounds } = options;
  return [
    `${clients} clients, ${rounds} rounds of ${seconds} s each, in turn. Ratios are of each round, then the median.`,
    tableOf(
      ["", "plays/s", "throughput", "server CPU, us a play", "CPU", "log bytes a play", "log"],
      ways.map((way) => rowOf(way, runs)),
    ),
  ].join("\n\n");
}

function rowOf({ title, reference }: Way, runs: ReadonlyMap<string, readonly Run[]>): string[] {
  const own = runs.get(title) ?? [];
  const others = runs.get(reference) ?? [];
  const of = (key: keyof Run) => Math.round(median(own.map((run) => run[key])));
  const ratio = (key: keyof Run) =>
    title === reference
      ? "1"
      : median(own.map((run, round) => run[key] / (others[round] as Run)[key])).toFixed(3);
  return [
    ...[title, `${of("perSecond")}`, ratio("perSecond")],
    ...[`${of("cpu")}`, ratio("cpu"), `${of("log")}`, ratio("log")],
  ];
}

async function measured(way: Way, { clients, seconds }: StampOptions): Promise<Run> {
  const slots = await createGames(way.bench.pool, clients * Math.ceil(1 + seconds * 3));
  await way.bench.pool.query("checkpoint");
  const recorders = await Promise.all(Array.from({ length: clients }, () => way.recorder()));
  let count = 0;
  const before = await readServerUse(way.bench.pool);
  const began = performance.now();
  const end = began + seconds * 1_000;
  await Promise.all(
    recorders.map(async ({ record }) => {
      while (performance.now() < end) {
        const slot = slots.pop() as Slot;
        for (let play = 1; play <= playsPerGame && performance.now() < end; play += 1) {
          await record(slot, play);
          count += 1;
        }
      }
    }),
  );
  const took = performance.now() - began;
  const after = await readServerUse(way.bench.pool);
  await Promise.all(recorders.map((recorder) => recorder.end()));
  return {
    perSecond: (count / took) * 1_000,
    cpu: ((after.cpu ?? Number.NaN) - (before.cpu ?? Number.NaN)) / count,
    log: (after.wal - before.wal) / count,
  };
}

/** The statement itself, sent by pg, so that only the text differs. */
function statementWay(title: string, bench: BenchDatabase, text: string): Way {
  return {
    ...{ title, bench, reference: references.statement },
    async recorder() {
      const client = new pg.Client({ connectionString: bench.url });
      await client.connect();
      return {
        async record(slot, playNumber) {
          const values = valuesOf(slot, playNumber);
          const { rowCount } = await client.query({ name: "recordPlay", text, values });
          if (rowCount !== 1) throw new Error(`play ${playNumber} was not recorded`);
        },
        end: () => client.end(),
      };
    },
  };
}

/** The values of `recordPlay`'s statement. */
export function valuesOf(slot: Slot, playNumber: number): unknown[] {
  const play = playInput().parse(playOf(slot, playNumber)) as PlayValues;
  const nothing = { status: null, winnerTeamId: null, startedAt: null, completedAt: null };
  const state = { ...stateOf(playNumber), ...nothing, gameId: slot.gameId };
  return [...recordPlay.encode({ play, state, stateHash: 0, expectedVersion: null })];
}

function databaseWay(title: string, bench: BenchDatabase, announce: boolean): Way {
  let shared: { readonly database: Promise<Database>; users: number } | undefined;
  return {
    ...{ title, bench, reference: references.database },
    async recorder() {
      shared ??= { database: Database.open(bench.url, { poolSize: 64, announce }), users: 0 };
      const own = shared;
      own.users += 1;
      const database = await own.database;
      const operations = new DatabaseOperations(database);
      return {
        record: (slot, playNumber) => operations.recordPlay(playOf(slot, playNumber), stateOf(playNumber)),
        async end() {
          own.users -= 1;
          if (own.users > 0) return;
          shared = undefined;
          await database.close();
        },
      };
    },
  };
}

/** The statement as it would be without stamps: the game's state version guards what its feed version guards otherwise. */
function withoutStamps(text: string): string {
  const changed = text
    .replace(', "feed_version" = "games"."feed_version" + 1', "")
    .replace(
      '"games"."feed_version" = (select seen.feed_version',
      '"games"."state_version" = (select seen.state_version',
    )
    .replace(', "games"."feed_version"', "")
    .replace('"feed_version", "state_hash"', '"state_hash"')
    .replace("game.feed_version, ", "");
  if (changed.includes("feed_version")) throw new Error(`recordPlay has another form: ${text}`);
  return changed;
}

/** The statement with its notification, `game id:play id`, within its own transaction. */
export function withNotify(text = recordPlay.text): string {
  const end = "select written.id, game.state_version from written, game";
  if (!text.trimEnd().endsWith(end)) throw new Error(`recordPlay has another form: ${text}`);
  return text.replace(
    end,
    `${end}, lateral (select pg_notify('dugout_feed', game.id || ':' || written.id)) as sent`,
  );
}
