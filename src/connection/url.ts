import { ConfigurationError } from "../errors/errors.js";
import { type Environment, readEnvironment } from "./environment.js";
import { type NamedHost, readHosts } from "./hosts.js";
import { checkOptions, plainText } from "./option-checks.js";
import {
  type ConnectionSettings,
  type DatabaseOptions,
  defaultOptions,
  type ServerSettings,
  type TlsFiles,
  type Transport,
} from "./settings.js";
import { type Parameters, readers, readParameters, settingOf } from "./url-parameters.js";

const serverSchemes = new Set(["postgresql:", "postgres:", "postgresql+asyncpg:", "postgres+asyncpg:"]);
const expected = "Expected postgresql://user:password@host:5432/database, pglite:./folder or pglite:memory";

/**
 * Reads a database URL in any of its forms. What it does not set is taken from libpq's environment variables. No error message
 * contains a part of the URL that could be a secret.
 *
 * @throws {ConfigurationError} when it is missing, malformed, or has a parameter that is unknown or has a value
 * that makes no sense
 */
export function parseDatabaseUrl(
  url: string | undefined,
  options: DatabaseOptions = {},
  environment: Environment = process.env,
): ConnectionSettings {
  if (url === undefined || url === null || (typeof url === "string" && url.trim() === "")) {
    throw new ConfigurationError(`There is no database URL: set DATABASE_URL. ${expected}.`);
  }
  if (typeof url !== "string")
    throw new ConfigurationError(`The database URL must be a string. ${expected}.`);
  const text = url.trim();
  return text.startsWith("pglite:")
    ? embeddedSettings(text, options)
    : serverSettings(text, options, environment);
}

function embeddedSettings(text: string, options: DatabaseOptions): ConnectionSettings {
  const place = text.slice("pglite:".length).replace(/^\/\/(?=\/|\.)/, "");
  if (place === "")
    throw new ConfigurationError(`The database URL names no folder after pglite:. ${expected}.`);
  plainText("The folder of the embedded database", place);
  // Otherwise it would become part of the folder's name.
  if (/\?[^/]*=/.test(place)) {
    throw new ConfigurationError(
      "The URL of an embedded database has no parameters: give what follows the ? to Database.open(url, options).",
    );
  }
  const { startupOptions, parameters, sessionParameters } = readOptions(options.options);
  if (startupOptions !== "") {
    throw new ConfigurationError("options of an embedded database may only contain settings: -c name=value.");
  }
  return {
    kind: "embedded",
    folder: place === "memory" ? null : place,
    sessionParameters,
    options: mergedOptions(parameters, options),
  };
}

function serverSettings(text: string, options: DatabaseOptions, environment: Environment): ServerSettings {
  const { url, hosts } = parsed(text);
  const fromUrl = readParameters(url.searchParams);
  const fromEnvironment = readEnvironment(environment);
  const { startupOptions, ...fromOptions } = readOptions(
    options.options ?? fromUrl.options ?? fromEnvironment.options,
  );
  const parameters: Parameters = { ...fromEnvironment, ...fromOptions.parameters, ...fromUrl };
  const settings: ServerSettings = {
    kind: "server",
    hosts: readHosts(hosts, fromUrl, fromEnvironment),
    user: emptyAsUndefined(decoded(url.username, "user")) ?? parameters.user,
    password: emptyAsUndefined(decoded(url.password, "password")) ?? parameters.password,
    database: emptyAsUndefined(decoded(url.pathname.replace(/^\//, ""), "database")) ?? parameters.database,
    transport: transportOf(parameters),
    sessionParameters: {
      ...fromEnvironment.sessionParameters,
      ...fromOptions.sessionParameters,
      ...fromUrl.sessionParameters,
    },
    startupOptions,
    options: mergedOptions(parameters, options),
  };
  for (const part of ["user", "password", "database"] as const) {
    if (settings[part] !== undefined) plainText(`The database URL's ${part}`, settings[part]);
  }
  checkTransport(settings);
  return settings;
}

/** Reads command-line options for the server: those that are options of this package, settings, and the rest. */
function readOptions(text = "") {
  const { settings, rest } = readStartupOptions(text);
  let parameters: Parameters = {};
  const sessionParameters: Record<string, string> = Object.create(null);
  for (const [name, value] of settings) {
    const place = `options' ${name}`;
    if (!/^[a-z_][\w.$]*$/.test(name)) throw new ConfigurationError("options sets something without a name.");
    if (optionNames.has(name)) parameters = { ...parameters, ...readers[name]?.(value, place) };
    else sessionParameters[name] = settingOf(name, value, place).sessionParameters?.[name] ?? value;
  }
  return { startupOptions: rest, parameters, sessionParameters };
}

/** Settings that are options of this package. */
const optionNames = new Set([
  "application_name",
  "idle_in_transaction_session_timeout",
  "lock_timeout",
  "statement_timeout",
]);

function transportOf(parameters: Parameters): Transport {
  const { rootCertificate, certificate, key, passphrase, revocationList } = parameters;
  const { minVersion, maxVersion } = parameters;
  return {
    tlsFiles: given({ rootCertificate, certificate, key, passphrase, revocationList }) as TlsFiles,
    tlsVersions: given({ minVersion, maxVersion }),
    negotiation: parameters.negotiation ?? "postgres",
    channelBinding: parameters.channelBinding ?? "prefer",
    authentication: parameters.authentication,
    keepAlive: parameters.keepAlive ?? true,
    keepAliveDelay: parameters.keepAliveDelay,
    shuffleHosts: parameters.shuffleHosts ?? false,
    passwordFile: parameters.passwordFile,
  };
}

const strictModes: readonly string[] = ["require", "verify-ca", "verify-full"];

function checkTransport({ transport, options }: ServerSettings): void {
  const { negotiation, tlsFiles } = transport;
  if (negotiation === "direct" && !strictModes.includes(options.ssl)) {
    throw new ConfigurationError(
      `sslnegotiation=direct needs sslmode=require, verify-ca or verify-full; it is ${options.ssl}.`,
    );
  }
  if (tlsFiles.rootCertificate === "system" && options.ssl !== "verify-full") {
    throw new ConfigurationError(`sslrootcert=system needs sslmode=verify-full; it is ${options.ssl}.`);
  }
}

/** Parses the URL, and the hosts in its authority part separately, because WHATWG's parser accepts only one. */
function parsed(text: string): { readonly url: URL; readonly hosts: readonly NamedHost[] } {
  const scheme = /^([a-z][a-z0-9+.-]*:)\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) throw new ConfigurationError(`The database URL is malformed. ${expected}.`);
  if (!serverSchemes.has(scheme)) {
    throw new ConfigurationError(`The database URL's scheme ${scheme}// is not known. ${expected}.`);
  }
  const [, before = "", places = "", behind = ""] =
    /^([^:]+:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/s.exec(text) ?? [];
  const isOne = !places.includes(",");
  // libpq accepts a user without a host, for a socket's folder in a parameter. The parser does not.
  const isMissing = places === "" && before.endsWith("@");
  // The parser's own error quotes the URL, password included: it must not become the cause.
  const url = urlOf(isOne && !isMissing ? text : `${before}localhost${behind}`);
  const hosts = isMissing
    ? []
    : isOne
      ? [url]
      : places.split(",").map((place) => urlOf(`${scheme}//${place}`));
  if (url === undefined || hasStrayPassword(url) || hosts.includes(undefined)) {
    throw new ConfigurationError(
      `The database URL is malformed: check host and port, and percent-encode special characters in user and password. ${expected}.`,
    );
  }
  return { url, hosts: (hosts as URL[]).map(namedHost) };
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function namedHost({ hostname, port }: URL): NamedHost {
  return { host: decoded(hostname.replace(/^\[(.*)\]$/, "$1"), "host"), port };
}

/** True if the password contains an unencoded `/`, `?` or `#`, which ends the authority part: then an `@` follows later. */
function hasStrayPassword({ pathname, search, hash }: URL): boolean {
  return hash !== "" || pathname.includes("@") || search.includes("@");
}

function decoded(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ConfigurationError(
      `The database URL's ${part} has a % that does not begin a percent-encoding.`,
    );
  }
}

function emptyAsUndefined(text: string): string | undefined {
  return text === "" ? undefined : text;
}

function given<Values extends object>(values: Values): Partial<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<Values>;
}

function mergedOptions(parameters: Parameters, options: DatabaseOptions): Required<DatabaseOptions> {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(defaultOptions, name));
  if (unknown !== undefined) {
    throw new ConfigurationError(
      `${unknown} is not an option of a database. Known are: ${Object.keys(defaultOptions).join(", ")}.`,
    );
  }
  const merged: Record<string, unknown> = { ...defaultOptions };
  const { fallbackApplicationName: applicationName } = parameters;
  for (const source of [given({ applicationName }), parameters, given(options)]) {
    for (const [name, value] of Object.entries(source)) {
      if (name in defaultOptions) merged[name] = value;
    }
  }
  const checked = merged as unknown as Required<DatabaseOptions>;
  checkOptions(checked);
  return checked;
}

/** The parsed command-line options for the server. */
interface StartupOptions {
  /** The settings, in order: names in lower case, and values. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** Everything else, such as options for a proxy in front of the server: `endpoint=…`. */
  readonly rest: string;
}

/**
 * Parses `options` as PostgreSQL does: words are separated by blanks, a backslash escapes the next character, and
 * `-c name=value` or `--name=value` is a setting.
 */
function readStartupOptions(text: string): StartupOptions {
  const words = wordsOf(text);
  const settings: [string, string][] = [];
  const rest: string[] = [];
  while (words.length > 0) {
    const word = words.shift() as string;
    const assignment = word === "-c" ? (words.shift() ?? "") : /^(?:-c|--)(.*)$/s.exec(word)?.[1];
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(assignment ?? "") ?? [];
    if (name !== undefined && value !== undefined) {
      settings.push([name.replaceAll("-", "_").toLowerCase(), value]);
    } else {
      rest.push(...(word === "-c" ? [word, assignment ?? ""] : [word]));
    }
  }
  return { settings, rest: rest.map((word) => word.replace(/[\\\s]/g, "\\$&")).join(" ") };
}

function wordsOf(text: string): string[] {
  const words = text.match(/(?:\\[\s\S]|[^\s\\])+/g) ?? [];
  return words.map((word) => word.replace(/\\([\s\S])/g, "$1"));
}
