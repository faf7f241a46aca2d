import { ConfigurationError } from "../errors/index.js";
import {
  type ConnectionSettings,
  type DatabaseOptions,
  defaultOptions,
  type ServerSettings,
} from "./settings.js";
import { checkOptions, type Parameters, readParameters } from "./url-parameters.js";

const serverSchemes = new Set(["postgresql:", "postgres:", "postgresql+asyncpg:", "postgres+asyncpg:"]);
const expected = "Expected postgresql://user:password@host:5432/database, pglite:./folder or pglite:memory";

/**
 * Reads a database URL in any of its forms. No message of an error holds a part of the URL that could be a
 * secret.
 *
 * @throws {ConfigurationError} when it is missing, malformed, or has a parameter that is unknown or has a value
 * that makes no sense
 */
export function parseDatabaseUrl(url: string | undefined, options: DatabaseOptions = {}): ConnectionSettings {
  if (url === undefined || url.trim() === "") {
    throw new ConfigurationError(`There is no database URL: set DATABASE_URL. ${expected}.`);
  }
  const text = url.trim();
  return text.startsWith("pglite:") ? embeddedSettings(text, options) : serverSettings(text, options);
}

function embeddedSettings(text: string, options: DatabaseOptions): ConnectionSettings {
  const place = text.slice("pglite:".length).replace(/^\/\/(?=\/|\.)/, "");
  if (place === "")
    throw new ConfigurationError(`The database URL names no folder after pglite:. ${expected}.`);
  return {
    kind: "embedded",
    folder: place === "memory" ? null : place,
    options: mergedOptions({}, options),
  };
}

function serverSettings(text: string, options: DatabaseOptions): ServerSettings {
  const url = parsed(text);
  const parameters = readParameters(url.searchParams);
  return {
    kind: "server",
    host: parameters.host ?? emptyAsUndefined(decoded(url.hostname.replace(/^\[(.*)\]$/, "$1"), "host")),
    port: parameters.port ?? (url.port === "" ? undefined : Number(url.port)),
    user: emptyAsUndefined(decoded(url.username, "user")),
    password: emptyAsUndefined(decoded(url.password, "password")),
    database: emptyAsUndefined(decoded(url.pathname.replace(/^\//, ""), "database")),
    sslRootCertificate: parameters.sslRootCertificate,
    options: mergedOptions(parameters, options),
  };
}

function parsed(text: string): URL {
  const scheme = /^([a-z][a-z0-9+.-]*:)\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) throw new ConfigurationError(`The database URL is malformed. ${expected}.`);
  if (!serverSchemes.has(scheme)) {
    throw new ConfigurationError(`The database URL's scheme ${scheme}// is not known. ${expected}.`);
  }
  // libpq takes a user and no host, for a socket's folder given as a parameter; the parser does not.
  const complete = text.replace(/^([^:]+:\/\/[^/?#]*@)(?=[/?]|$)/, "$1localhost");
  // The parser's own error quotes the URL, password included: it must not become the cause.
  const url = URL.canParse(complete) ? new URL(complete) : undefined;
  if (url === undefined || hasStrayPassword(url)) {
    throw new ConfigurationError(
      `The database URL is malformed: check host and port, and percent-encode special characters in user and password. ${expected}.`,
    );
  }
  return url;
}

/** A raw `/`, `?` or `#` in a password ends the part that it stands in; an `@` further on gives that away. */
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

function mergedOptions(parameters: Partial<Parameters>, options: DatabaseOptions): Required<DatabaseOptions> {
  const { host: _host, port: _port, sslRootCertificate: _certificate, ...fromUrl } = parameters;
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const merged = { ...defaultOptions, ...fromUrl, ...Object.fromEntries(given) };
  checkOptions(merged);
  return merged;
}
