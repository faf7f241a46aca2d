import { readFile } from "node:fs/promises";
import pg, { type PoolConfig } from "pg";
import { ConfigurationError } from "../errors/index.js";
import { PgPool } from "./pg-pool.js";
import type { ConnectionPool } from "./pool.js";
import type { ServerSettings } from "./settings.js";
import { typeParsers } from "./values.js";

/** How long past a statement's own time limit its answer is waited for before the connection counts as lost. */
const answerGrace = 5_000;

/**
 * A pool of connections to a server. One is made at once, so that a wrong address or password is found now.
 *
 * @throws {ConnectionFailedError}
 */
export async function openServerPool(settings: ServerSettings): Promise<ConnectionPool> {
  const plain = clientConfig(settings);
  const ssl = await sslConfig(settings);
  try {
    return await connectedPool(settings, { ...plain, ssl });
  } catch (error) {
    if (settings.options.ssl !== "prefer" || !hasNoTls(error)) throw error;
    return connectedPool(settings, plain);
  }
}

/**
 * One connection that no pool has, for what must not be lent to others.
 *
 * @throws the driver's own error when it cannot be made
 */
export async function connectClient(settings: ServerSettings): Promise<pg.Client> {
  const { pipeline: _pipeline, ...plain } = { pipeline: true, ...clientConfig(settings) };
  const ssl = await sslConfig(settings);
  try {
    return await connectedClient({ ...plain, ssl });
  } catch (error) {
    if (settings.options.ssl !== "prefer" || !lacksTls(error)) throw error;
    return connectedClient(plain);
  }
}

async function connectedClient(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  // One whose 'error' nobody listens to ends the process.
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
}

/** The pool, once a first connection stands. */
async function connectedPool(settings: ServerSettings, config: PoolConfig): Promise<PgPool> {
  const pool = new PgPool(settings, config);
  try {
    (await pool.acquire()).giveBack();
    return pool;
  } catch (error) {
    await pool.close();
    throw error;
  }
}

function hasNoTls(error: unknown): boolean {
  return lacksTls((error as Error).cause);
}

function lacksTls(error: unknown): boolean {
  return String(error).includes("server does not support SSL connections");
}

function clientConfig({ host, port, user, password, database, options }: ServerSettings): PoolConfig {
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
    pipeline: true,
    keepAlive: true,
    max: options.poolSize,
    types: typeParsers,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeout,
    // A pooler refuses time limits that come with the connection: there, each transaction sets them for itself.
    ...(options.prepare ? settingsOf(options) : {}),
    // The server ends a slow statement; only when it does not even say so is the connection cut.
    ...(options.statementTimeout > 0 ? { query_timeout: options.statementTimeout + answerGrace } : {}),
  };
}

/** JIT compiles for a second what then runs in milliseconds: the views of lines look dear, and are not. */
function settingsOf(options: ServerSettings["options"]): PoolConfig {
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

async function sslConfig({ options, sslRootCertificate }: ServerSettings): Promise<PoolConfig["ssl"]> {
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
