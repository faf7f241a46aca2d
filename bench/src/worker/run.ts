import type { Figures, RunRequest } from "../runner/protocol.js";
import { percentile } from "../runner/statistics.js";
import type { Opened } from "../subjects/subject.js";
import { clientsOf } from "./works.js";

type Client = () => Promise<unknown>;

/** Runs the operation of every client repeatedly and concurrently for a time, and returns how long each call took. */
async function repeat(clients: readonly Client[], seconds: number): Promise<number[]> {
  const latencies: number[] = [];
  const end = performance.now() + 1_000 * seconds;
  const loop = async (client: Client) => {
    for (let from = performance.now(); from < end; ) {
      await client();
      const to = performance.now();
      latencies.push(to - from);
      from = to;
    }
  };
  await Promise.all(clients.map(loop));
  return latencies;
}

async function repeatTimes(client: Client, operations: number): Promise<number[]> {
  for (let done = 0; done < operations; done += 1) await client();
  return [];
}

export async function run(opened: Partial<Opened>, request: RunRequest): Promise<Figures> {
  const clients = clientsOf(opened, request.work, request.slots);
  if (request.warmUp > 0) await repeat(clients, request.warmUp);
  const { cpuUsage } = process;
  const cpuBefore = cpuUsage();
  const from = performance.now();
  const latencies =
    request.operations === undefined
      ? await repeat(clients, request.seconds ?? 1)
      : await repeatTimes(clients[0] as Client, request.operations);
  const elapsed = performance.now() - from;
  const { user, system } = cpuUsage(cpuBefore);
  const operations = request.operations ?? latencies.length;
  const sorted = Float64Array.from(latencies).sort();
  return {
    operations,
    perSecond: (1_000 * operations) / elapsed,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    cpu: (user + system) / operations,
    memory: process.memoryUsage.rss() / 2 ** 20,
  };
}
