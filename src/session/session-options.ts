import { type Settings, sessionSettings, settingStatement } from "../connection/session-settings.js";
import { answerTimeoutFor, type ConnectionSettings, isPooled } from "../connection/settings.js";
import { ConfigurationError } from "../errors/errors.js";

/** The isolation level of a transaction, as PostgreSQL defines it. */
export type IsolationLevel = "read committed" | "repeatable read" | "serializable";
const levels: readonly IsolationLevel[] = ["read committed", "repeatable read", "serializable"];

/** How one session's transaction runs. */
export interface SessionOptions {
  /** Default: `read committed`, whatever the server's or the role's default is. */
  readonly isolation?: IsolationLevel;
  /** True for a transaction that must not write. */
  readonly readOnly?: boolean;
  /** True to wait until a serializable, read-only transaction can run without any risk of failure. */
  readonly deferrable?: boolean;
  /** How long each statement may run, in milliseconds; 0 for no limit. Default: the database's. */
  readonly statementTimeout?: number;
  /** How long each statement may wait for a lock, in milliseconds; 0 for no limit. Default: the database's. */
  readonly lockTimeout?: number;
  /** How long the transaction may be idle before the server ends it, in milliseconds; 0 for no limit. Default: the database's. */
  readonly idleTimeout?: number;
  /**
   * Ends the session when it aborts: the running statement is cancelled on the server, no other is sent, and the transaction is
   * rolled back. A COMMIT that was already sent is not affected.
   */
  readonly signal?: AbortSignal;
}

/** How `database.transaction()` runs. */
export interface TransactionOptions extends SessionOptions {
  /**
   * How often the transaction may be run, 1 or more, when PostgreSQL ends it with a serialization failure or a deadlock. After
   * other errors it is not run again. Default 5.
   */
  readonly attempts?: number;
}

/** A session's options, checked before a connection is acquired. */
export interface SessionPlan {
  readonly begin: string;
  /** How long an answer may take, in milliseconds; undefined for the connection's own limit. */
  readonly answerTimeout: number | undefined;
  /** True where the caller wants no writes. */
  readonly isReadOnly: boolean;
  readonly signal: AbortSignal | undefined;
  readonly isDistributed?: boolean;
  /** True for a transaction of one statement that runs in steps: its last step is sent together with COMMIT. */
  readonly isOneStatement?: boolean;
}

/** @throws {ConfigurationError} when an option makes no sense */
export function planSession(options: SessionOptions, settings: ConnectionSettings): SessionPlan {
  return {
    begin: beginStatement(given(options), isPooled(settings) ? sessionSettings(settings) : undefined),
    answerTimeout: answerTimeout(options),
    isReadOnly: options.readOnly === true,
    signal: checkedSignal(options.signal),
  };
}

/** @throws {ConfigurationError} unless it can abort, so that a connection is not acquired first and then lost by a TypeError */
export function checkedSignal<Given extends AbortSignal | undefined>(signal: Given): Given {
  if (signal === undefined) return signal;
  const { aborted, addEventListener } = (signal ?? {}) as Partial<AbortSignal>;
  if (typeof aborted === "boolean" && typeof addEventListener === "function") return signal;
  throw new ConfigurationError("signal must be an AbortSignal.");
}

function given(options: { readonly [Name in keyof SessionOptions]: SessionOptions[Name] | undefined }) {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as SessionOptions;
}

function answerTimeout({ statementTimeout }: SessionOptions): number | undefined {
  return statementTimeout === undefined ? undefined : answerTimeoutFor(statementTimeout);
}

/**
 * The text that begins a transaction with these options, in one round trip.
 *
 * @param settings what the transaction sets, where connections come from a pooler and have no settings
 */
function beginStatement(options: SessionOptions, settings?: Settings): string {
  const { readOnly, deferrable, isolation = settings?.default_transaction_isolation } = options;
  if (options.isolation !== undefined && !levels.includes(options.isolation)) {
    throw new ConfigurationError(
      `isolation must be one of ${levels.join(", ")}; it is ${String(options.isolation)}.`,
    );
  }
  const modes = [
    ...(isolation === undefined ? [] : [`isolation level ${isolation}`]),
    ...(readOnly === undefined ? [] : [readOnly ? "read only" : "read write"]),
    ...(deferrable === undefined ? [] : [deferrable ? "deferrable" : "not deferrable"]),
  ];
  const limits = [
    ...limit("statement_timeout", options.statementTimeout),
    ...limit("lock_timeout", options.lockTimeout),
    ...limit("idle_in_transaction_session_timeout", options.idleTimeout),
  ];
  const assignments = settings === undefined ? [] : [settingStatement(settings, true)];
  return [`begin ${modes.join(", ")}`.trim(), ...assignments, ...limits].join("; ");
}

function limit(setting: string, milliseconds: number | undefined): string[] {
  if (milliseconds === undefined) return [];
  if (!Number.isSafeInteger(milliseconds) || milliseconds < 0 || milliseconds > 2 ** 31 - 1) {
    throw new ConfigurationError(
      `${setting} must be a whole number of milliseconds from 0; it is ${milliseconds}.`,
    );
  }
  return [`set local ${setting} = ${milliseconds}`];
}

/** On a distributed PostgreSQL, a transaction waits for locks on the workers, which get only settings that are propagated. */
export function lockTimeoutForWorkers(begin: string): string {
  const propagate = (which: string) => `set local citus.propagate_set_commands = '${which}'`;
  return begin.replace(/set local lock_timeout = \d+/, `${propagate("local")}; $&; ${propagate("none")}`);
}
