import { loadavg } from "node:os";
import type { Options } from "../../runner/options.js";
import type { BenchServer } from "../../runner/server.js";
import { measureDelivery, measureFanOut } from "./delivery.js";
import { measureStamps } from "./stamps.js";

/**
 * Measures what the live feed costs and how late it is, compared with NOTIFY in the transaction and with polling, in one run.
 */
export async function measureFeed(server: BenchServer, options: Options): Promise<string> {
  const { seconds, rounds } = options;
  const load = loadavg().map((value) => value.toFixed(1));
  const parts = [`Load of the machine when it began: ${load.join(", ")}. ${server.version}.`];
  const add = (title: string, text: string) => {
    parts.push(`### ${title}`, text);
    console.error(`${title}\n\n${text}\n`);
  };
  const clients = options.clients.at(-1) ?? 16;
  add("Recording: stamps and announcements", await measureStamps(server, { clients, seconds, rounds }));
  add("Delivery", await measureDelivery(server, Math.max(5, seconds * 3)));
  add("Followers", await measureFanOut(server));
  return parts.join("\n\n");
}
