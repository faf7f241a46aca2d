import { setTimeout as sleep } from "node:timers/promises";
import { createGames, fillGames, playsPerGame } from "../../data/dataset.js";
import type { Slot } from "../../data/play.js";
import { tableOf } from "../../report/markdown.js";
import type { BenchDatabase, BenchServer } from "../../runner/server.js";
import { readServerUse } from "../../runner/server-meter.js";
import { percentile } from "../../runner/statistics.js";
import { type Answer, FollowerProcess } from "./processes.js";
import { startWriting, type WayName, wayNames, wayTitles } from "./ways.js";

const games = 1_000;
const followers = 10;
const playsPerSecond = 100;
const megabyte = 2 ** 20;

/**
 * Measures how late plays arrive, and what finding them costs the server: 1,000 games with 10,000 followers in another process.
 */
export async function measureDelivery(server: BenchServer, seconds: number): Promise<string> {
  const rows = [];
  for (const name of wayNames)
    rows.push(await deliveryRow(await server.createDatabase(`way_${name}`), name, seconds));
  return [
    `${games.toLocaleString("en-US")} games, ${(games * followers).toLocaleString("en-US")} followers in a process of their own, ${playsPerSecond} plays a second for ${seconds} s. From the answer to the commit until a follower has the play.`,
    tableOf(
      [
        ...["", "p50 ms", "p99 ms", "greatest", "lost or doubled"],
        ...["server CPU, ms/s", "when idle", "followers' process, MB"],
      ],
      rows,
    ),
  ].join("\n\n");
}

async function deliveryRow(bench: BenchDatabase, name: WayName, seconds: number): Promise<string[]> {
  const slots = await createGames(bench.pool, games);
  await bench.pool.query("vacuum analyze");
  await using child = new FollowerProcess();
  const gameIds = slots.map(({ gameId }) => gameId);
  const { rss } = await child.ask({ kind: "follow", way: name, url: bench.url, gameIds, followers });
  await sleep(2_000);
  const idle = await cpuOver(bench, () => sleep(seconds * 1_000));
  const writer = await startWriting(name, bench.url);
  let committed = new Map<string, bigint>();
  const busy = await cpuOver(bench, async () => {
    committed = await recordAtRate(slots, seconds, writer.record);
  });
  const expected = committed.size * followers;
  const answer = await Promise.race([
    child.ask({ kind: "delivered", count: expected, isTimed: true }),
    sleep(30_000).then((): Answer => ({ cpu: 0, rss: 0, plays: [] })),
  ]);
  await writer.end();
  const { sorted, wrong } = latenciesOf(answer, committed);
  const text = (share: number) => percentile(sorted, share).toFixed(1);
  return [
    ...[wayTitles[name], text(0.5), text(0.99), text(1), `${wrong + Math.abs(expected - sorted.length)}`],
    ...[busy.toFixed(0), idle.toFixed(1), (rss / megabyte).toFixed(0)],
  ];
}

/** Records plays at an even rate, one game after the other, whether or not the one before is stored. */
async function recordAtRate(
  slots: readonly Slot[],
  seconds: number,
  record: (slot: Slot, playNumber: number) => Promise<unknown>,
): Promise<Map<string, bigint>> {
  const committed = new Map<string, bigint>();
  const all: Promise<unknown>[] = [];
  const began = performance.now();
  for (let index = 0; index < seconds * playsPerSecond; index += 1) {
    const due = began + (index * 1_000) / playsPerSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    const slot = slots[index % slots.length] as Slot;
    const playNumber = 1 + Math.floor(index / slots.length);
    all.push(
      record(slot, playNumber).then(() =>
        committed.set(`${slot.gameId} ${playNumber}`, process.hrtime.bigint()),
      ),
    );
  }
  await Promise.all(all);
  return committed;
}

function latenciesOf({ plays = [] }: Answer, committed: ReadonlyMap<string, bigint>) {
  const times = new Map<string, number>();
  const all = plays.map(([gameId, playNumber, at]) => {
    const key = `${gameId} ${playNumber}`;
    times.set(key, (times.get(key) ?? 0) + 1);
    // Another process may have the play before the writer has its answer.
    return Math.max(0, Number(BigInt(at) - (committed.get(key) ?? 0n)) / 1e6);
  });
  const wrong = [...times.values()].filter((count) => count !== followers).length;
  return { sorted: all.toSorted((one, other) => one - other), wrong };
}

/** Milliseconds of the server's CPU a second, while something is done. */
async function cpuOver({ pool }: BenchDatabase, work: () => Promise<unknown>): Promise<number> {
  const before = await readServerUse(pool);
  const began = performance.now();
  await work();
  const after = await readServerUse(pool);
  return ((after.cpu ?? Number.NaN) - (before.cpu ?? Number.NaN)) / (performance.now() - began);
}

const inMemory = 10_000;
const connections = 3_000;
const stalled = 200;
const rounds = 50;

/** Measures what a delivery costs the delivering process, and the memory of its followers. */
export async function measureFanOut(server: BenchServer): Promise<string> {
  const bench = await server.createDatabase("fan_out");
  const writer = await startWriting("feed", bench.url);
  const [inProcess, streamed, ...whole] = await createGames(bench.pool, 12);
  await fillGames(bench.pool, whole);
  const rows = [
    await loopsRow(bench, inProcess as Slot, writer.record),
    ...(await streamRows(bench, streamed as Slot, whole, writer.record)),
  ];
  await writer.end();
  return [
    `${rounds} plays of one game, each to all of its followers.`,
    tableOf(
      ["", "deliveries", "CPU of the process, us a delivery", "kB of memory each", "process, MB"],
      rows,
    ),
  ].join("\n\n");
}

type Record = (slot: Slot, playNumber: number) => Promise<unknown>;

async function loopsRow({ url }: BenchDatabase, slot: Slot, record: Record): Promise<string[]> {
  await using child = new FollowerProcess();
  const before = await child.ask({ kind: "use" });
  const gameIds = [slot.gameId];
  const begun = await child.ask({ kind: "follow", way: "feed", url, gameIds, followers: inMemory });
  const warm = await delivered(child, slot, { record, from: 1, each: inMemory });
  const after = await delivered(child, slot, { record, from: 1 + rounds, each: inMemory });
  return rowOf(`loops in the process (${inMemory.toLocaleString("en-US")})`, {
    ...{ cpu: after.cpu - warm.cpu, deliveries: rounds * inMemory },
    ...{ bytes: (begun.rss - before.rss) / inMemory, rss: begun.rss },
  });
}

async function streamRows({ url }: BenchDatabase, slot: Slot, whole: readonly Slot[], record: Record) {
  await using host = new FollowerProcess();
  await using clients = new FollowerProcess();
  const { port } = await host.ask({ kind: "serve", url });
  const address = (slots: readonly Slot[]) =>
    `http://127.0.0.1:${port}/?games=${slots.map(({ gameId }) => gameId)}`;
  const connect = (count: number, slots: readonly Slot[], isStalled: boolean) =>
    clients.ask({ kind: "connect", urls: Array<string>(count).fill(address(slots)), isStalled });
  await connect(10, [slot], false);
  const before = await host.ask({ kind: "use" });
  await connect(connections, [slot], false);
  const begun = await host.ask({ kind: "use" });
  const each = connections + 10;
  await delivered(clients, slot, { record, from: 1, each });
  const warm = await host.ask({ kind: "use" });
  await delivered(clients, slot, { record, from: 1 + rounds, each });
  const after = await host.ask({ kind: "use" });
  const beforeStall = after.rss;
  await connect(stalled, whole, true);
  await sleep(3_000);
  const stalling = await host.ask({ kind: "use" });
  return [
    rowOf(`server-sent events (${connections.toLocaleString("en-US")})`, {
      ...{ cpu: after.cpu - warm.cpu, deliveries: rounds * each },
      ...{ bytes: (begun.rss - before.rss) / connections, rss: begun.rss },
    }),
    [
      `clients that do not read (${stalled}, each of ${whole.length} whole games)`,
      ...[
        "",
        "",
        ((stalling.rss - beforeStall) / stalled / 1_024).toFixed(0),
        (stalling.rss / megabyte).toFixed(0),
      ],
    ],
  ];
}

/** Records plays of a game, each when the one before was delivered to all. */
async function delivered(
  reader: FollowerProcess,
  slot: Slot,
  { record, from, each }: { record: Record; from: number; each: number },
): Promise<Answer> {
  let answer: Answer = { cpu: 0, rss: 0 };
  for (let playNumber = from; playNumber < from + rounds; playNumber += 1) {
    await record(slot, playNumber);
    answer = await reader.ask({ kind: "delivered", count: each, isTimed: false });
  }
  return answer;
}

const rowOf = (
  title: string,
  { cpu, deliveries, bytes, rss }: { cpu: number; deliveries: number; bytes: number; rss: number },
): string[] => [
  ...[title, deliveries.toLocaleString("en-US"), (cpu / deliveries).toFixed(2)],
  ...[(bytes / 1_024).toFixed(1), (rss / megabyte).toFixed(0)],
];

if (rounds * 2 > playsPerGame) throw new Error("a game has fewer plays than this");
