import { openEmbeddedPool } from "./embedded.js";
import type { ConnectionPool } from "./pool.js";
import { openServerPool } from "./server.js";
import type { DatabaseOptions } from "./settings.js";
import { parseDatabaseUrl } from "./url.js";

/** Turns a URL into a pool of connections, whatever kind of database it names. */
export function openPool(url: string | undefined, options?: DatabaseOptions): Promise<ConnectionPool> {
  const settings = parseDatabaseUrl(url, options);
  return settings.kind === "embedded" ? openEmbeddedPool(settings) : openServerPool(settings);
}
