import { ConfigurationError } from "../errors/index.js";
import { openEmbeddedPool } from "./embedded.js";
import type { ConnectionPool } from "./pool.js";
import { openServerPool } from "./server.js";
import type { ConnectionSettings, DatabaseOptions, ServerSettings } from "./settings.js";
import { parseDatabaseUrl } from "./url.js";

/** Turns settings into a pool of connections, whatever kind of database they name. */
export function openPool(settings: ConnectionSettings): Promise<ConnectionPool> {
  return settings.kind === "embedded" ? openEmbeddedPool(settings) : openServerPool(settings);
}

/** A replica that does not answer is not waited for longer than this, in milliseconds: the primary can answer. */
const longestConnect = 2_000;

/**
 * Reads a replica's URL; an empty one is none.
 *
 * @throws {ConfigurationError} when it is malformed, or an embedded database is to have a replica or to be one
 */
export function replicaSettings(
  url: string | undefined,
  primary: ConnectionSettings,
  options: DatabaseOptions,
): ServerSettings | undefined {
  if (url === undefined || url.trim() === "") return undefined;
  const settings = parsedReplica(url, options);
  if (settings.kind === "embedded" || primary.kind === "embedded") {
    throw new ConfigurationError(
      "An embedded database has no replica, and is none: leave the replica's URL out.",
    );
  }
  const connectTimeout = Math.min(settings.options.connectTimeout, longestConnect);
  return { ...settings, options: { ...settings.options, connectTimeout } };
}

function parsedReplica(url: string, options: DatabaseOptions): ConnectionSettings {
  try {
    // Which server is wanted is said of the primary, by an option or the environment; of a replica only its own URL says it.
    const { targetSessionAttrs: _ofPrimary, ...others } = options;
    const { PGTARGETSESSIONATTRS: _ofPrimaryToo, ...environment } = process.env;
    return parseDatabaseUrl(url, others, environment);
  } catch (cause) {
    throw new ConfigurationError(`The replica's URL cannot be used. ${(cause as Error).message}`, { cause });
  }
}
