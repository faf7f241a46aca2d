import { ConfigurationError } from "../errors/index.js";
import type { ConnectionPool } from "./connection.js";
import { openEmbeddedPool } from "./embedded.js";
import { passwordFromFile } from "./password-file.js";
import { PgClient, type PgClientConfig, type ServerAddress } from "./pg-client.js";
import { PgPool } from "./pg-pool.js";
import { type Settings, sessionSettings } from "./session-settings.js";
import {
  answerTimeoutFor,
  type ConnectionSettings,
  type DatabaseOptions,
  databaseOf,
  isPooled,
  type ServerSettings,
  userOf,
} from "./settings.js";
import { tlsOptions } from "./tls.js";
import { parseDatabaseUrl } from "./url.js";
import { typeParsers } from "./wire-values.js";

/** Opens a pool of connections to a server or to an embedded database. */
export function openPool(settings: ConnectionSettings): Promise<ConnectionPool> {
  return settings.kind === "embedded" ? openEmbeddedPool(settings) : openServerPool(settings);
}

/** The longest connect time limit of a replica, in milliseconds: the primary can answer instead. */
const replicaConnectTimeout = 2_000;

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
  const connectTimeout = Math.min(settings.options.connectTimeout, replicaConnectTimeout);
  return { ...settings, options: { ...settings.options, connectTimeout } };
}

function parsedReplica(url: string, options: DatabaseOptions): ConnectionSettings {
  try {
    // An option or the environment says which server is wanted as the primary; for a replica only its own URL counts.
    const { targetSessionAttrs: _ofPrimary, ...others } = options;
    const { PGTARGETSESSIONATTRS: _ofPrimaryToo, ...environment } = process.env;
    return parseDatabaseUrl(url, others, environment);
  } catch (cause) {
    throw new ConfigurationError(`The replica's URL cannot be used. ${(cause as Error).message}`, { cause });
  }
}

/** What a pool does when the server has no room for another connection, or is starting up or shutting down. */
export interface ServerPoolOptions {
  /** False to fail at once, where there is another server to use. Default true: wait within the connect time limit. */
  readonly waitsForServer?: boolean;
}

/**
 * A pool of connections to a server. One is made at once, so that a wrong address or password is found now.
 *
 * @throws {ConnectionFailedError}
 */
export async function openServerPool(
  settings: ServerSettings,
  { waitsForServer = true }: ServerPoolOptions = {},
): Promise<ConnectionPool> {
  const answerTimeout = answerTimeoutFor(settings.options.statementTimeout);
  const kind = { answerTimeout, isRemote: true, waitsForServer };
  const pool = new PgPool(settings, await clientConfig(settings), kind);
  try {
    (await pool.acquire()).release();
    pool.fill();
    return pool;
  } catch (error) {
    await pool.close();
    throw error;
  }
}

/**
 * One connection outside of any pool, for a caller that keeps it.
 *
 * @throws the driver's own error when it cannot be made
 */
export async function connectClient(settings: ServerSettings): Promise<PgClient> {
  const client = new PgClient(await clientConfig(settings));
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
}

async function clientConfig(settings: ServerSettings): Promise<PgClientConfig> {
  const { options, transport, password } = settings;
  const servers = settings.hosts.map(
    async (host): Promise<ServerAddress> => ({
      ...host,
      password: password ?? (await passwordFromFile(settings, host)),
    }),
  );
  return {
    servers: await Promise.all(servers),
    transport,
    encryptions: await encryptionsOf(settings),
    target: options.targetSessionAttrs,
    user: userOf(settings),
    database: databaseOf(settings),
    startup: startupOf(settings),
    settings: isPooled(settings) ? undefined : sessionSettings(settings),
    types: typeParsers,
    connectionTimeoutMillis: options.connectTimeout,
  };
}

/** A pooler refuses settings that come with the connection: there, each transaction sets them for itself. */
function startupOf(settings: ServerSettings): Settings {
  const { startupOptions, options } = settings;
  const { client_encoding: _sentByPg, ...own } = isPooled(settings)
    ? ({} as Settings)
    : sessionSettings(settings);
  return {
    application_name: options.applicationName,
    ...own,
    ...(startupOptions === "" ? {} : { options: startupOptions }),
  };
}

/** The ways to encrypt that `sslmode` allows, in libpq's order; undefined is none. */
async function encryptionsOf(settings: ServerSettings): Promise<PgClientConfig["encryptions"]> {
  const { ssl } = settings.options;
  if (ssl === "disable") return [undefined];
  const tls = await tlsOptions(settings);
  if (ssl === "allow") return [undefined, tls];
  return ssl === "prefer" ? [tls, undefined] : [tls];
}
