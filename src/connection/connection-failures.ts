import {
  ConnectionFailedError,
  DugoutError,
  PoolExhaustedError,
  ServerReadOnlyError,
} from "../errors/errors.js";
import type { PoolFigures } from "./connection.js";
import { codeOf, isOnlyWrongKind, isWrongKind, NoServerError } from "./server-choice.js";
import { type ConnectionSettings, describeTarget } from "./settings.js";

interface FailedConnect {
  readonly code?: string;
  readonly message: string;
  readonly errors?: readonly Error[];
}

/** What each reason for which a connection cannot be made means, and what to do about it. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there: check host and port, and that the server runs",
  ENOENT: "there is no such socket: check the path, and that the server runs",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ETIMEDOUT: "it did not answer in time",
  ECONNRESET: "it closed the connection",
  "28P01": "user or password is wrong",
  "28000": "it does not accept this user: check user, database and sslmode",
  "3D000": "it has no database of that name",
  "53300":
    "it has no connection left: lower pool_size, or raise its max_connections (max_client_conn of PgBouncer)",
  "57P03": "it is starting up or shutting down",
};

/** SQLSTATEs of a server that has no room for another connection, or is starting up or shutting down. */
const temporary: ReadonlySet<string | undefined> = new Set(["53300", "57P01", "57P02", "57P03"]);

/** True for the refusal of a server that may accept the same connection a moment later. */
export function isTemporary(error: unknown): boolean {
  return isWrongKind(error) || temporary.has(codeOf(error));
}

/**
 * The error for a caller that got no connection within the connect time limit.
 *
 * @param failure why no new connection could be made; undefined when that is not the reason
 */
export function acquireTimeoutError(
  failure: unknown,
  settings: ConnectionSettings,
  figures: PoolFigures,
): Error {
  const { connectTimeout } = settings.options;
  const target = describeTarget(settings);
  if (failure !== undefined) return connectFailure(failure, settings);
  if (figures.open < figures.limit) return connectFailure(new Error("timeout expired"), settings);
  return new PoolExhaustedError(
    `No connection to ${target} became free within ${connectTimeout} ms: all ${figures.limit} are in use. End sessions sooner, or raise pool_size.`,
    { details: { target, ...figures } },
  );
}

/** Says why no connection could be made, without the password. */
export function connectFailure(error: unknown, settings: ConnectionSettings): Error {
  if (error instanceof DugoutError) return error;
  const failure = error as FailedConnect;
  const target = describeTarget(settings);
  const { targetSessionAttrs } = settings.options;
  if (isOnlyWrongKind(error) && (targetSessionAttrs === "read-write" || targetSessionAttrs === "primary")) {
    return new ServerReadOnlyError(
      `No server of ${target} accepts writes: ${reasonOf(failure, settings)}. Connect to the primary, or omit target_session_attrs.`,
      { cause: error, details: { target } },
    );
  }
  return new ConnectionFailedError(`Could not connect to ${target}: ${reasonOf(failure, settings)}.`, {
    cause: error,
    details: { target },
  });
}

function reasonOf(failure: FailedConnect, settings: ConnectionSettings): string {
  if (failure instanceof NoServerError) {
    return failure.failures
      .map(({ server, error }) => `${server}: ${reasonOf(error as FailedConnect, settings)}`)
      .join("; ");
  }
  const unsupported = /unsupported startup parameter(?: in options)?: (\w+)/.exec(failure.message)?.[1];
  if (unsupported !== undefined || failure.code === "0A000") {
    return `there is a pooler in front of it, which refuses ${unsupported ?? "settings"}: ${adviceFor(settings)}`;
  }
  if (/timeout/i.test(failure.message))
    return `it did not answer within ${settings.options.connectTimeout} ms`;
  const code = codeOf(failure) ?? (failure.errors?.[0] as FailedConnect | undefined)?.code;
  const known = code === undefined ? undefined : reasons[code];
  return known ?? (failure.message.trim().replace(/\.$/, "") || "the reason is not known");
}

function adviceFor({ options }: ConnectionSettings): string {
  return options.prepare ? "add prepare=false to the URL" : "remove it from options";
}
