import type { Client } from "pg";
import { passwordFromFile } from "./password-file.js";
import { PgClient, type PgClientConfig, type Place } from "./pg-client.js";
import { PgPool } from "./pg-pool.js";
import type { ConnectionPool } from "./pool.js";
import { type Settings, sessionSettings } from "./session-settings.js";
import { databaseOf, isPooled, type ServerSettings, userOf } from "./settings.js";
import { tlsOptions } from "./tls.js";
import { typeParsers } from "./values.js";

/** How long past a statement's own time limit its answer is waited for before the connection counts as lost. */
const answerGrace = 5_000;

/** How a pool meets a server that has no room for another connection, or is starting up or shutting down. */
export interface ServerPatience {
  /** False to fail at once, where there is another server to turn to. Default true: wait within the connect time limit. */
  readonly waitsForServer?: boolean;
}

/**
 * A pool of connections to a server. One is made at once, so that a wrong address or password is found now.
 *
 * @throws {ConnectionFailedError}
 */
export async function openServerPool(
  settings: ServerSettings,
  { waitsForServer = true }: ServerPatience = {},
): Promise<ConnectionPool> {
  const { statementTimeout } = settings.options;
  // The server ends a slow statement; only when it does not even say so is the connection cut.
  const answerTimeout = statementTimeout > 0 ? statementTimeout + answerGrace : 0;
  const kind = { answerTimeout, isRemote: true, waitsForServer };
  const pool = new PgPool(settings, await clientConfig(settings), kind);
  try {
    (await pool.acquire()).giveBack();
    pool.fill();
    return pool;
  } catch (error) {
    await pool.close();
    throw error;
  }
}

/**
 * One connection that no pool has, for what must not be lent to others.
 *
 * @throws the driver's own error when it cannot be made
 */
export async function connectClient(settings: ServerSettings): Promise<Client> {
  const client = new PgClient(await clientConfig(settings));
  await client.connect();
  return client as unknown as Client;
}

async function clientConfig(settings: ServerSettings): Promise<PgClientConfig> {
  const { options, transport, password } = settings;
  const places = settings.hosts.map(
    async (host): Promise<Place> => ({
      ...host,
      password: password ?? (await passwordFromFile(settings, host)),
    }),
  );
  return {
    places: await Promise.all(places),
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
