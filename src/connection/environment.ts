import { ConfigurationError } from "../errors/errors.js";
import { plainText } from "./option-checks.js";
import { type Parameters, readers, settingOf } from "./url-parameters.js";

/** The environment variables of a process, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** libpq's environment variables (PostgreSQL documentation, "Environment Variables"), with the parameter that each sets. */
const parametersOf: Readonly<Record<string, string>> = {
  PGHOST: "host",
  PGHOSTADDR: "hostaddr",
  PGPORT: "port",
  PGPASSFILE: "passfile",
  PGOPTIONS: "options",
  PGAPPNAME: "application_name",
  PGSSLMODE: "sslmode",
  PGSSLNEGOTIATION: "sslnegotiation",
  PGSSLCOMPRESSION: "sslcompression",
  PGSSLCERT: "sslcert",
  PGSSLKEY: "sslkey",
  PGSSLCERTMODE: "sslcertmode",
  PGSSLROOTCERT: "sslrootcert",
  PGSSLCRL: "sslcrl",
  PGSSLSNI: "sslsni",
  PGSSLMINPROTOCOLVERSION: "ssl_min_protocol_version",
  PGSSLMAXPROTOCOLVERSION: "ssl_max_protocol_version",
  PGGSSENCMODE: "gssencmode",
  PGCHANNELBINDING: "channel_binding",
  PGREQUIREAUTH: "require_auth",
  PGCONNECT_TIMEOUT: "connect_timeout",
  PGCLIENTENCODING: "client_encoding",
  PGTARGETSESSIONATTRS: "target_session_attrs",
  PGLOADBALANCEHOSTS: "load_balance_hosts",
};

/** The variables for the parts of a URL that are not parameters. */
const placesOf: Readonly<Record<string, (value: string) => Parameters>> = {
  PGUSER: (user) => ({ user }),
  PGPASSWORD: (password) => ({ password }),
  PGDATABASE: (database) => ({ database }),
};

/** The variables for PostgreSQL settings of each connection. */
const settingsOf: Readonly<Record<string, string>> = {
  PGDATESTYLE: "datestyle",
  PGTZ: "timezone",
  PGGEQO: "geqo",
};

/** The variables that are not supported. */
const unsupported: readonly string[] = [
  "PGSERVICE",
  "PGREQUIRESSL",
  "PGREQUIREPEER",
  "PGSSLCRLDIR",
  "PGKRBSRVNAME",
  "PGGSSLIB",
  "PGGSSDELEGATION",
  "PGMINPROTOCOLVERSION",
  "PGMAXPROTOCOLVERSION",
];

/**
 * Reads libpq's environment variables, which apply where the URL sets nothing. An empty variable counts as not set.
 *
 * @throws {ConfigurationError} naming the variable that has an invalid value or is not supported
 */
export function readEnvironment(environment: Environment): Parameters {
  let parameters: Parameters = {};
  const set = (name: string, read: (value: string) => Parameters) => {
    const value = environment[name];
    if (value === undefined || value === "") return;
    plainText(`The environment variable ${name}`, value);
    const found = read(value);
    const sessionParameters = { ...parameters.sessionParameters, ...found.sessionParameters };
    parameters = { ...parameters, ...found, sessionParameters };
  };
  for (const name of unsupported) set(name, () => unsupportedVariable(name));
  for (const [name, read] of Object.entries(placesOf)) set(name, read);
  for (const [name, parameter] of Object.entries(parametersOf)) {
    set(name, (value) => readers[parameter]?.(value, `The environment variable ${name}`) ?? {});
  }
  for (const [name, setting] of Object.entries(settingsOf)) {
    set(name, (value) => settingOf(setting, value, `The environment variable ${name}`));
  }
  return parameters;
}

function unsupportedVariable(name: string): never {
  throw new ConfigurationError(
    `The environment variable ${name} is set, and is not supported: unset it, and set what it means in the database URL.`,
  );
}
