import { ConfigurationError } from "../errors/errors.js";
import { assertChangeable } from "./session-settings.js";
import {
  type AuthenticationMethod,
  authenticationMethods,
  type DatabaseOptions,
  sslModes,
  type TlsVersion,
  type Transport,
  targetSessionAttributes,
} from "./settings.js";

/** What the query parameters of a URL, or libpq's environment variables, set. */
export interface Parameters extends DatabaseOptions, Partial<Omit<Transport, "tlsFiles" | "tlsVersions">> {
  /** Several hosts are separated by commas, and so are their ports and addresses. */
  readonly host?: string;
  readonly port?: string;
  readonly address?: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly rootCertificate?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly revocationList?: string;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  readonly fallbackApplicationName?: string;
  readonly sessionParameters?: Readonly<Record<string, string>>;
}

/** @param name what an error calls the parameter: `The database URL's sslmode` */
type ParameterReader = (value: string, name: string) => Parameters;

const nothing: Parameters = {};

/** Every parameter that is supported, by libpq's name if it has one. */
export const readers: Readonly<Record<string, ParameterReader>> = {
  host: (host) => ({ host }),
  hostaddr: (value, name) => ({ address: ipAddresses(value, name) }),
  port: (port) => ({ port }),
  sslmode: (value, name) => ({ ssl: oneOf(sslModes)(value, name) }),
  // asyncpg's parameter, which also accepts "true" for "require".
  ssl: (value, name) => ({
    ssl: value === "true" ? "require" : value === "false" ? "disable" : oneOf(sslModes)(value, name),
  }),
  sslrootcert: (rootCertificate) => ({ rootCertificate }),
  sslcert: (certificate) => ({ certificate }),
  sslkey: (key) => ({ key }),
  sslpassword: (passphrase) => ({ passphrase }),
  sslcrl: (revocationList) => ({ revocationList }),
  sslnegotiation: (value, name) => ({ negotiation: oneOf(["postgres", "direct"] as const)(value, name) }),
  ssl_min_protocol_version: (value, name) => ({ minVersion: tlsVersion(value, name) }),
  ssl_max_protocol_version: (value, name) => ({ maxVersion: tlsVersion(value, name) }),
  sslsni: only("1"),
  sslcompression: only("0"),
  sslcertmode: only("allow"),
  gssencmode: only("disable", "prefer"),
  channel_binding: (value, name) => ({
    channelBinding: oneOf(["disable", "prefer", "require"] as const)(value, name),
  }),
  require_auth: (value, name) => ({ authentication: authentications(value, name) }),
  target_session_attrs: (value, name) => ({
    targetSessionAttrs: oneOf(targetSessionAttributes)(value, name),
  }),
  load_balance_hosts: (value, name) => ({
    shuffleHosts: oneOf(["disable", "random"] as const)(value, name) === "random",
  }),
  keepalives: (value, name) => ({ keepAlive: oneOf(["0", "1"] as const)(value, name) === "1" }),
  keepalives_idle: (value, name) => ({ keepAliveDelay: 1000 * wholeNumber(value, name) || undefined }),
  client_encoding: (value, name) => settingOf("client_encoding", value, name),
  application_name: (applicationName) => ({ applicationName }),
  fallback_application_name: (fallbackApplicationName) => ({ fallbackApplicationName }),
  connect_timeout: (value, name) => ({ connectTimeout: 1000 * secondsToWait(value, name) }),
  statement_timeout: (value, name) => ({ statementTimeout: duration(value, name) }),
  lock_timeout: (value, name) => ({ lockTimeout: duration(value, name) }),
  idle_in_transaction_session_timeout: (value, name) => ({ idleInTransactionTimeout: duration(value, name) }),
  options: (options) => ({ options }),
  schema: (schema) => ({ schema }),
  passfile: (passwordFile) => ({ passwordFile }),
  pool_size: (value, name) => ({ poolSize: wholeNumber(value, name) }),
  min_pool_size: (value, name) => ({ minPoolSize: wholeNumber(value, name) }),
  idle_timeout: (value, name) => ({ idleTimeout: duration(value, name) }),
  max_lifetime: (value, name) => ({ maxLifetime: duration(value, name) }),
  // Prisma's name.
  connection_limit: (value, name) => ({ poolSize: wholeNumber(value, name) }),
  prepare: (value, name) => ({ prepare: trueOrFalse(value, name) }),
  // The parameter of Prisma and Supabase for a pooler in transaction mode.
  pgbouncer: (value, name) => (trueOrFalse(value, name) ? { prepare: false } : nothing),
  // asyncpg's parameter for poolers without prepared statements.
  prepared_statement_cache_size: (value, name) => ({ prepare: wholeNumber(value, name) > 0 }),
  // Supabase adds it to its URLs; it has no meaning here.
  supa: () => nothing,
};

/** What to use instead of parameters of other drivers, and of parameters of libpq that are not supported. */
const advice: Readonly<Record<string, string>> = {
  dbname: "write it in its place: postgresql://user:password@host:5432/database",
  user: "write it in its place: postgresql://user:password@host:5432/database",
  password: "write it in its place: postgresql://user:password@host:5432/database, or set PGPASSWORD",
  search_path: "write schema=…, or options=-c%20search_path%3D…",
  currentschema: "write schema=…",
  pool_timeout: "write connect_timeout=…, in seconds",
  sslaccept: "write sslmode=verify-full, or sslmode=require for a certificate that is not checked",
  tcp_user_timeout:
    "Node cannot set it; statement_timeout and keepalives_idle also detect a server that is down",
  keepalives_interval: "Node cannot set it; keepalives_idle says when probing begins",
  keepalives_count: "Node cannot set it; keepalives_idle says when probing begins",
  socket_timeout: "write statement_timeout=…",
  statement_cache_size: "write prepare=false for none",
  sslidentity: "write sslcert=… and sslkey=…",
  uselibpqcompat: "omit it; sslmode means the same as in libpq",
  targetservertype: "write target_session_attrs=…",
  service: "write the service's own parameters",
  krbsrvname: "Kerberos is not supported",
  gsslib: "Kerberos is not supported",
  gssdelegation: "Kerberos is not supported",
  replication: "Dugout does not replicate",
};

/** @throws {ConfigurationError} naming the parameter that is unknown or has an impossible value */
export function readParameters(search: URLSearchParams): Parameters {
  let parameters: Parameters = {};
  for (const [name, value] of search) {
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (read === undefined) throw unknownParameter(name);
    parameters = { ...parameters, ...read(value, `The database URL's ${name}`) };
  }
  return parameters;
}

function unknownParameter(name: string): ConfigurationError {
  const key = name.toLowerCase();
  if (Object.hasOwn(advice, key)) {
    return new ConfigurationError(
      `The database URL has an unknown parameter, ${name}: ${advice[key]}. Known are: ${Object.keys(readers).join(", ")}.`,
    );
  }
  return new ConfigurationError(
    `The database URL has an unknown parameter, ${name}. Known are: ${Object.keys(readers).join(", ")}.`,
  );
}

/** A PostgreSQL setting for each connection. @throws {ConfigurationError} when the caller must not change it */
export function settingOf(setting: string, value: string, name: string): Parameters {
  assertChangeable(setting, value, name);
  return { sessionParameters: { [setting]: value } };
}

/** Returns a reader that accepts only these words. */
export function oneOf<Word extends string>(words: readonly Word[]) {
  return (value: string, name: string): Word => {
    const word = words.find((known) => known === value);
    if (word === undefined) throw wrongValue(name, `one of ${words.join(", ")}`, value);
    return word;
  };
}

/** For a parameter that is not supported: the values that mean that it is off are accepted. */
function only(...values: string[]): ParameterReader {
  return (value, name) => {
    oneOf(values)(value, name);
    return nothing;
  };
}

function tlsVersion(value: string, name: string): TlsVersion {
  return oneOf(["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const)(value, name);
}

/** A list of methods, or of excluded methods, each with a `!` before it. */
function authentications(value: string, name: string): ReadonlySet<AuthenticationMethod> {
  const words = value.split(",").map((word) => word.trim());
  const excludes = words.every((word) => word.startsWith("!"));
  const named = new Set(
    words.map((word) => oneOf(authenticationMethods)(excludes ? word.slice(1) : word, name)),
  );
  return excludes ? new Set(authenticationMethods.filter((method) => !named.has(method))) : named;
}

function wholeNumber(value: string, name: string): number {
  if (!/^\d{1,10}$/.test(value)) throw wrongValue(name, "a whole number", value);
  return Number(value);
}

/** In libpq, `0` is no limit. Here it is refused: a caller would wait forever for a server that does not answer. */
function secondsToWait(value: string, name: string): number {
  const seconds = wholeNumber(value, name);
  if (seconds < 1 || seconds > 2_147_483) throw wrongValue(name, "from 1 to 2147483 seconds", value);
  return seconds;
}

/** A list of addresses, of which some may be empty. */
function ipAddresses(value: string, name: string): string {
  // Loaded here, because a program that only imports this package would load sockets and streams with it.
  const { isIP } = process.getBuiltinModule("node:net");
  const isWrong = (address: string) => address !== "" && isIP(address) === 0;
  if (value.split(",").some(isWrong)) throw wrongValue(name, "an IP address for each host", value);
  return value;
}

export function portNumber(value: string, name: string): number {
  const port = wholeNumber(value, name);
  if (port < 1 || port > 65_535) throw wrongValue(name, "from 1 to 65535", value);
  return port;
}

const milliseconds: Readonly<Record<string, number>> = { "": 1, ms: 1, s: 1000, min: 60_000 };

/** A duration in PostgreSQL's format: milliseconds, or a number with its unit. */
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
  return new ConfigurationError(`${name} must be ${wanted}; it is ${JSON.stringify(value)}.`);
}
