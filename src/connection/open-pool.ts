import { ConfigurationError } from "../errors/errors.js";
import type { ConnectionPool } from "./connection.js";
import type { ServerPoolOptions } from "./server-pool.js";
import type { ConnectionSettings, DatabaseOptions, ServerSettings } from "./settings.js";
import { parseDatabaseUrl } from "./url.js";

/**
 * Opens a pool of connections to a server or to an embedded database. Only this loads the driver, so that importing the package
 * costs little.
 */
export async function openPool(settings: ConnectionSettings): Promise<ConnectionPool> {
  if (settings.kind === "server") return openServerPool(settings);
  const { openEmbeddedPool } = await import("./embedded.js");
  return openEmbeddedPool(settings);
}

/**
 * Opens a pool of connections to a server, and its first connection, so that a wrong address or password is found now.
 *
 * @throws {ConnectionFailedError}
 */
export async function openServerPool(
  settings: ServerSettings,
  options?: ServerPoolOptions,
): Promise<ConnectionPool> {
  const { serverPool } = await import("./server-pool.js");
  return serverPool(settings, options);
}

/** The longest connect time limit of a replica, in milliseconds. It is short, because the primary can answer instead. */
const replicaConnectTimeout = 2_000;

/**
 * Reads a replica's URL; an empty one is none.
 *
 * @throws {ConfigurationError} when it is malformed, or when one of the two is an embedded database
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
      "An embedded database cannot have a replica, and cannot be one: omit the replica's URL.",
    );
  }
  const connectTimeout = Math.min(settings.options.connectTimeout, replicaConnectTimeout);
  return { ...settings, options: { ...settings.options, connectTimeout } };
}

function parsedReplica(url: string, options: DatabaseOptions): ConnectionSettings {
  try {
    // The option and the environment variable apply to the primary. For a replica, only its own URL counts.
    const { targetSessionAttrs: _ofPrimary, ...others } = options;
    const { PGTARGETSESSIONATTRS: _ofPrimaryToo, ...environment } = process.env;
    return parseDatabaseUrl(url, others, environment);
  } catch (cause) {
    throw new ConfigurationError(`The replica's URL cannot be used. ${(cause as Error).message}`, { cause });
  }
}
