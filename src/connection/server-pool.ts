import type { ConnectionPool } from "./connection.js";
import { isTemporary } from "./connection-failures.js";
import { passwordFromFile } from "./password-file.js";
import { type ServerAddress, ServerClient, type ServerClientConfig } from "./pg-client.js";
import { PgPool } from "./pg-pool.js";
import { type Settings, sessionSettings } from "./session-settings.js";
import { answerTimeoutFor, databaseOf, isPooled, type ServerSettings, userOf } from "./settings.js";
import { tlsOptions } from "./tls.js";
import { typeParsers } from "./wire-values.js";

/** What a pool does when the server has too many connections, or is starting up or shutting down. */
export interface ServerPoolOptions {
  /** False to fail at once, for a server that another one can replace. Default true: wait within the connect time limit. */
  readonly waitsForServer?: boolean;
}

/**
 * Makes a pool of connections to a server, and its first connection, so that a wrong address or password is found now.
 *
 * @throws {ConnectionFailedError}
 */
export async function serverPool(
  settings: ServerSettings,
  { waitsForServer = true }: ServerPoolOptions = {},
): Promise<ConnectionPool> {
  const answerTimeout = answerTimeoutFor(settings.options.statementTimeout);
  const kind = { answerTimeout, isRemote: true, isTemporary: waitsForServer ? isTemporary : () => false };
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
 * Makes one connection outside any pool.
 *
 * @throws the driver's error
 */
export async function connectClient(settings: ServerSettings): Promise<ServerClient> {
  const client = new ServerClient(await clientConfig(settings));
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
}

async function clientConfig(settings: ServerSettings): Promise<ServerClientConfig> {
  const { options, transport, password } = settings;
  const servers = settings.hosts.map(
    async (host): Promise<ServerAddress> => ({
      ...host,
      ...(password === undefined ? await passwordFromFile(settings, host) : { password }),
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

/** A pooler refuses settings in the startup message. Behind one, each transaction sets them. */
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
async function encryptionsOf(settings: ServerSettings): Promise<ServerClientConfig["encryptions"]> {
  const { ssl } = settings.options;
  if (ssl === "disable") return [undefined];
  const tls = await tlsOptions(settings);
  if (ssl === "allow") return [undefined, tls];
  return ssl === "prefer" ? [tls, undefined] : [tls];
}
