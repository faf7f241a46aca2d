import { ConfigurationError } from "../errors/errors.js";
import type { ConnectionSettings } from "./settings.js";

/** PostgreSQL settings by name; names are lower case. */
export type Settings = Readonly<Record<string, string>>;

/**
 * The settings of every connection, whatever the defaults of the server, the database and the role are. They decide how values
 * are written and read and how statements are parsed, and that an error leaves the connection usable.
 */
const fixed: Settings = {
  array_nulls: "on",
  backslash_quote: "safe_encoding",
  bytea_output: "hex",
  client_encoding: "UTF8",
  datestyle: "ISO, MDY",
  exit_on_error: "off",
  extra_float_digits: "1",
  gin_fuzzy_search_limit: "0",
  intervalstyle: "postgres",
  quote_all_identifiers: "off",
  standard_conforming_strings: "on",
  timezone: "UTC",
  transform_null_equals: "off",
};

/** The settings of every connection, unless the caller's `options` set others. */
const defaults: Settings = {
  default_transaction_deferrable: "off",
  default_transaction_isolation: "read committed",
  // The planner overestimates the cost of the statistics views: JIT compiles for a second what then runs in milliseconds.
  jit: "off",
};

/** All settings of a connection. */
export function sessionSettings({ options, sessionParameters }: ConnectionSettings): Settings {
  const { statementTimeout, lockTimeout, idleInTransactionTimeout, schema } = options;
  return {
    ...defaults,
    ...sessionParameters,
    ...fixed,
    statement_timeout: `${statementTimeout}`,
    lock_timeout: `${lockTimeout}`,
    idle_in_transaction_session_timeout: `${idleInTransactionTimeout}`,
    ...(schema === undefined ? {} : { search_path: `"${schema.replaceAll('"', '""')}"` }),
  };
}

/** SQL condition: true if Citus is loaded, even if this database does not use it. It reads no table. */
const citusCondition = "current_setting('citus.version', true) is not null";

/** SQL condition: true on a distributed PostgreSQL (Citus). */
export const distributedCondition = "exists (select 1 from pg_catalog.pg_extension where extname = 'citus')";

/**
 * What DISCARD ALL does, for a simple query of several statements: the embedded database keeps settings, temporary tables and
 * the like from its previous connection.
 */
const discardAll = [
  "set session authorization default",
  "reset all",
  "deallocate all",
  "close all",
  "unlisten *",
  "select pg_advisory_unlock_all()",
  "discard temp",
  "discard sequences",
];

/**
 * The first query on each new connection: what kind of server this is, and whether the settings have taken effect.
 *
 * @param setsThem true if the settings could not be sent with the startup message, and are set here
 */
export function startupQuery(settings: Settings, setsThem: boolean): string {
  const questions = [
    "pg_is_in_recovery()",
    "current_setting('transaction_read_only')",
    tookEffect(settings),
    "current_setting('session_replication_role')",
    citusCondition,
  ];
  const set = setsThem ? [...discardAll, settingStatement(settings, false), ""].join("; ") : "";
  return `${set}select ${[...questions, ...durability(settings, false)].join(", ")}`;
}

/** The settings that are numbers of milliseconds. */
const limits = new Set(["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]);

/** SQL condition: true if the settings have these values. What the caller's options set has a format of its own, and is not compared. */
function tookEffect(settings: Settings): string {
  const conditions = Object.entries(settings).flatMap(([name, value]) => {
    const current = `current_setting(${literal(name)})`;
    if (limits.has(name)) return [`extract(epoch from ${current}::interval) * 1000 = ${value}`];
    return name in fixed ? [`${current} = ${literal(value)}`] : [];
  });
  return conditions.length === 0 ? "true" : conditions.join(" and ");
}

/** One statement that sets all of these, for a transaction or for the session. */
export function settingStatement(settings: Settings, isLocal: boolean): string {
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config(${literal(name)}, ${literal(value)}, ${isLocal})`,
  );
  return `select ${[...calls, ...durability(settings, isLocal)].join(", ")}`;
}

/**
 * What is acknowledged must be on disk, so `synchronous_commit = off` of a role or a server is overridden. Its other values all
 * wait for the disk and are left unchanged, and so is a value in the caller's `options`.
 */
function durability(settings: Settings, isLocal: boolean): string[] {
  if ("synchronous_commit" in settings) return [];
  return [
    `case current_setting('synchronous_commit') when 'off' then set_config('synchronous_commit', 'on', ${isLocal}) end`,
  ];
}

/** A string literal that means the same with every value of `standard_conforming_strings`. */
function literal(text: string): string {
  return `e'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** @throws {ConfigurationError} for a setting that would change the format of values. @param from where it was given */
export function assertChangeable(name: string, value: string, from: string): void {
  const ours = Object.hasOwn(fixed, name) ? fixed[name] : undefined;
  if (ours === undefined || isSame(name, value, ours)) return;
  throw new ConfigurationError(
    `${from} sets ${name}, which is always ${ours} on a connection of Dugout: omit it.`,
  );
}

const spellings: Readonly<Record<string, RegExp>> = {
  client_encoding: /^(?:utf-?8|unicode|auto)$/i,
  datestyle: /^iso(?:,.*)?$/i,
  extra_float_digits: /^[1-3]$/,
  timezone: /^(?:etc\/)?(?:utc|gmt|uct|zulu)$/i,
};

function isSame(name: string, value: string, ours: string): boolean {
  return (spellings[name] ?? new RegExp(`^${ours}$`, "i")).test(value.trim());
}
