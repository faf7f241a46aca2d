import { readFile } from "node:fs/promises";
import type { ClientConfig } from "pg";
import { ConfigurationError } from "../errors/index.js";
import { PgPool } from "./pg-pool.js";
import type { ConnectionPool } from "./pool.js";
import type { ServerSettings } from "./settings.js";
import { typeParsers } from "./values.js";

/** How long past a statement's own time limit its answer is waited for before the connection counts as lost. */
const answerGrace = 5_000;
/** When the system first looks whether the other side of an idle connection is there, in milliseconds. */
const keepAliveDelay = 10_000;

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
  patience: ServerPatience = {},
): Promise<ConnectionPool> {
  const plain = clientConfig(settings);
  const ssl = await sslConfig(settings);
  try {
    return await connectedPool(settings, { ...plain, ssl }, patience);
  } catch (error) {
    if (settings.options.ssl !== "prefer" || !hasNoTls(error)) throw error;
    return connectedPool(settings, plain, patience);
  }
}

/** The pool, once a first connection stands. */
async function connectedPool(
  settings: ServerSettings,
  config: ClientConfig,
  { waitsForServer = true }: ServerPatience,
): Promise<PgPool> {
  const { statementTimeout } = settings.options;
  // The server ends a slow statement; only when it does not even say so is the connection cut.
  const answerTimeout = statementTimeout > 0 ? statementTimeout + answerGrace : 0;
  const pool = new PgPool(settings, config, { answerTimeout, isRemote: true, waitsForServer });
  try {
    (await pool.acquire()).giveBack();
    pool.fill();
    return pool;
  } catch (error) {
    await pool.close();
    throw error;
  }
}

function hasNoTls(error: unknown): boolean {
  return String((error as Error).cause).includes("server does not support SSL connections");
}

function clientConfig({ host, port, user, password, database, options }: ServerSettings): ClientConfig {
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelay,
    types: typeParsers,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeout,
    // A pooler refuses time limits that come with the connection: there, each transaction sets them for itself.
    ...(options.prepare ? settingsOf(options) : {}),
  };
}

/** JIT compiles for a second what then runs in milliseconds: the views of lines look dear, and are not. */
function settingsOf(options: ServerSettings["options"]): ClientConfig {
  const { statementTimeout, lockTimeout, idleInTransactionTimeout } = options;
  return {
    options: "-c jit=off",
    ...(statementTimeout > 0 ? { statement_timeout: statementTimeout } : {}),
    ...(lockTimeout > 0 ? { lock_timeout: lockTimeout } : {}),
    ...(idleInTransactionTimeout > 0
      ? { idle_in_transaction_session_timeout: idleInTransactionTimeout }
      : {}),
  };
}

async function sslConfig({ options, sslRootCertificate }: ServerSettings): Promise<ClientConfig["ssl"]> {
  if (options.ssl === "disable") return false;
  const ca = sslRootCertificate === undefined ? undefined : await readCertificate(sslRootCertificate);
  const trusted = ca === undefined ? {} : { ca };
  switch (options.ssl) {
    case "verify-full":
      return { ...trusted, rejectUnauthorized: true };
    case "verify-ca":
      return { ...trusted, rejectUnauthorized: true, checkServerIdentity: () => undefined };
    default:
      // As libpq has it: without a root certificate of the user's, `require` encrypts and checks nothing.
      return ca === undefined
        ? { rejectUnauthorized: false }
        : { ca, rejectUnauthorized: true, checkServerIdentity: () => undefined };
  }
}

async function readCertificate(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new ConfigurationError(`The root certificate ${path} (sslrootcert) cannot be read.`, {
      cause: error,
    });
  }
}
