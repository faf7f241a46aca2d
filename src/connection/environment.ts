import { ConfigurationError } from "../errors/errors.js";
import { plainText } from "./option-checks.js";
import { type Parameters, readers, settingOf } from "./url-parameters.js";

/** Variables of a process, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** libpq's environment variables (PostgreSQL documentation, "Environment Variables"), by the parameter that each is. */
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

/** Those that set what a URL has in other places than its parameters. */
const placesOf: Readonly<Record<string, (value: string) => Parameters>> = {
  PGUSER: (user) => ({ user }),
  PGPASSWORD: (password) => ({ password }),
  PGDATABASE: (database) => ({ database }),
};

/** Those that set something of PostgreSQL's for each connection. */
const settingsOf: Readonly<Record<string, string>> = {
  PGDATESTYLE: "datestyle",
  PGTZ: "timezone",
  PGGEQO: "geqo",
};

/** Those that change how a connection is made, in a way that we have not. */
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
 * What libpq's environment variables set, for what a URL leaves open. An empty one counts as not set.
 *
 * @throws {ConfigurationError} naming the variable that has an impossible value, or cannot be honored
 */
export function readEnvironment(environment: Environment): Parameters {
  let parameters: Parameters = {};
  const set = (name: string, read: (value: string) => Parameters) => {
    const value = environment[name];
    if (value === undefined || value === "") return;
    plainText(`The environment variable ${name}`, value);
    const read_ = read(value);
    const sessionParameters = { ...parameters.sessionParameters, ...read_.sessionParameters };
    parameters = { ...parameters, ...read_, sessionParameters };
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
    `The environment variable ${name} is set, and cannot be honored: unset it, and write what it means into the database URL.`,
  );
}
