import { ConfigurationError } from "../errors/index.js";
import {
  type DatabaseOptions,
  type SslMode,
  sslModes,
  type TargetSessionAttrs,
  targetSessionAttrs,
} from "./settings.js";

/** What a URL's query parameters set. */
export interface Parameters extends DatabaseOptions {
  readonly host?: string;
  readonly port?: number;
  readonly sslRootCertificate?: string;
}

type Reader = (value: string, name: string) => Parameters;

const readers: Readonly<Record<string, Reader>> = {
  host: (host) => ({ host }),
  port: (value, name) => ({ port: portNumber(value, name) }),
  sslmode: (value) => ({ ssl: sslMode(value) }),
  // The original's driver spells it so, and takes "true" for "require".
  ssl: (value) => ({ ssl: value === "true" ? "require" : value === "false" ? "disable" : sslMode(value) }),
  sslrootcert: (sslRootCertificate) => ({ sslRootCertificate }),
  application_name: (applicationName) => ({ applicationName }),
  connect_timeout: (value, name) => ({ connectTimeout: 1000 * wholeNumber(value, name) }),
  statement_timeout: (value, name) => ({ statementTimeout: duration(value, name) }),
  lock_timeout: (value, name) => ({ lockTimeout: duration(value, name) }),
  idle_in_transaction_session_timeout: (value, name) => ({ idleInTransactionTimeout: duration(value, name) }),
  pool_size: (value, name) => ({ poolSize: wholeNumber(value, name) }),
  min_pool_size: (value, name) => ({ minPoolSize: wholeNumber(value, name) }),
  idle_timeout: (value, name) => ({ idleTimeout: duration(value, name) }),
  max_lifetime: (value, name) => ({ maxLifetime: duration(value, name) }),
  target_session_attrs: (value) => ({ targetSessionAttrs: sessionAttrs(value) }),
  prepare: (value, name) => ({ prepare: trueOrFalse(value, name) }),
  // How the original's driver is told that a pooler knows no prepared statements.
  prepared_statement_cache_size: (value, name) => ({ prepare: wholeNumber(value, name) > 0 }),
};

/** @throws {ConfigurationError} naming the parameter that is unknown or has an impossible value */
export function readParameters(search: URLSearchParams): Parameters {
  let parameters: Parameters = {};
  for (const [name, value] of search) {
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (read === undefined) {
      throw new ConfigurationError(
        `The database URL has an unknown parameter, ${name}. Known are: ${Object.keys(readers).join(", ")}.`,
      );
    }
    parameters = { ...parameters, ...read(value, name) };
  }
  return parameters;
}

/** @throws {ConfigurationError} when an option is out of its range */
export function checkOptions(options: Required<DatabaseOptions>): void {
  const wholeFrom = (name: keyof DatabaseOptions, smallest: number) => {
    const value = options[name];
    if (!Number.isSafeInteger(value) || (value as number) < smallest || (value as number) > 2 ** 31 - 1) {
      throw new ConfigurationError(
        `${name} must be a whole number from ${smallest}; it is ${String(value)}.`,
      );
    }
  };
  wholeFrom("poolSize", 1);
  wholeFrom("minPoolSize", 0);
  wholeFrom("idleTimeout", 0);
  wholeFrom("maxLifetime", 0);
  wholeFrom("connectTimeout", 1);
  wholeFrom("statementTimeout", 0);
  wholeFrom("lockTimeout", 0);
  wholeFrom("idleInTransactionTimeout", 0);
  if (options.minPoolSize > options.poolSize) {
    throw new ConfigurationError(
      `minPoolSize must not be more than poolSize, ${options.poolSize}; it is ${options.minPoolSize}.`,
    );
  }
  sslMode(options.ssl);
  sessionAttrs(options.targetSessionAttrs);
}

function sessionAttrs(value: string): TargetSessionAttrs {
  const known = targetSessionAttrs.find((attrs) => attrs === value);
  if (known === undefined) {
    throw new ConfigurationError(
      `target_session_attrs must be one of ${targetSessionAttrs.join(", ")}; it is ${value}.`,
    );
  }
  return known;
}

function sslMode(value: string): SslMode {
  const mode = sslModes.find((known) => known === value);
  if (mode === undefined) {
    throw new ConfigurationError(`sslmode must be one of ${sslModes.join(", ")}; it is ${value}.`);
  }
  return mode;
}

function wholeNumber(value: string, name: string): number {
  if (!/^\d{1,10}$/.test(value)) throw wrongValue(name, "a whole number", value);
  return Number(value);
}

function portNumber(value: string, name: string): number {
  const port = wholeNumber(value, name);
  if (port < 1 || port > 65_535) throw wrongValue(name, "from 1 to 65535", value);
  return port;
}

const milliseconds: Readonly<Record<string, number>> = { "": 1, ms: 1, s: 1000, min: 60_000 };

/** PostgreSQL's own way to write a time: milliseconds, or a number with its unit. */
function duration(value: string, name: string): number {
  const [, digits, unit = ""] = /^(\d{1,10})(ms|s|min)?$/.exec(value) ?? [];
  const factor = milliseconds[unit];
  if (digits === undefined || factor === undefined) {
    throw wrongValue(name, "milliseconds, or a number with ms, s or min", value);
  }
  return Number(digits) * factor;
}

function trueOrFalse(value: string, name: string): boolean {
  if (value !== "true" && value !== "false") throw wrongValue(name, "true or false", value);
  return value === "true";
}

function wrongValue(name: string, wanted: string, value: string): ConfigurationError {
  return new ConfigurationError(
    `The database URL's ${name} must be ${wanted}; it is ${JSON.stringify(value)}.`,
  );
}
