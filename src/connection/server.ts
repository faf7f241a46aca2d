import { passwordFromFile } from "./password-file.js";
import type { PgClientConfig, Place } from "./pg-client.js";
import { PgPool, type PgPoolConfig } from "./pg-pool.js";
import type { ConnectionPool } from "./pool.js";
import { type Settings, sessionSettings } from "./session-settings.js";
import { databaseOf, isPooled, type ServerSettings, userOf } from "./settings.js";
import { tlsOptions } from "./tls.js";
import { typeParsers } from "./values.js";

/** How long past a statement's own time limit its answer is waited for before the connection counts as lost. */
const answerGrace = 5_000;

/**
 * A pool of connections to a server. One is made at once, so that a wrong address or password is found now.
 *
 * @throws {ConnectionFailedError}
 */
export async function openServerPool(settings: ServerSettings): Promise<ConnectionPool> {
  const pool = new PgPool(settings, await clientConfig(settings));
  try {
    (await pool.acquire()).giveBack();
    return pool;
  } catch (error) {
    await pool.close();
    throw error;
  }
}

async function clientConfig(settings: ServerSettings): Promise<PgPoolConfig> {
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
    max: options.poolSize,
    connectionTimeoutMillis: options.connectTimeout,
    // The server ends a slow statement; only when it does not even say so is the connection cut.
    ...(options.statementTimeout > 0 ? { query_timeout: options.statementTimeout + answerGrace } : {}),
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
