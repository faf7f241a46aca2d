import { isDatabaseError } from "./driver-errors.js";
import type { TargetSessionAttrs } from "./settings.js";

/** SQLSTATEs after which another server or a later attempt may succeed, but not the same server with other TLS options. */
const busy = new Set(["53300", "57P03"]);
const unreachable = new Set([
  "EACCES",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
  "ENOTFOUND",
  "ETIMEDOUT",
]);

/** How PgBouncer says that it has no room for another client, with the SQLSTATE of a protocol violation. It does not translate it. */
const fullPooler = /^(?:no more connections allowed|client connections exceeded) \(/;

/** The SQLSTATE of a server's error, or Node's code: `53300` if a server or a pooler has no connection left. */
export function codeOf(error: unknown): string | undefined {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  return code === "08P01" && fullPooler.test(message) ? "53300" : code;
}

/** None of several servers can be used. */
export class NoServerError extends Error {
  readonly failures: readonly { readonly server: string; readonly error: unknown }[];
  /** The code of a server that may accept a connection later, otherwise the code of the first. */
  readonly code: string | undefined;

  constructor(failures: NoServerError["failures"]) {
    super("none of the servers can be used");
    this.failures = failures;
    const codes = failures.map(({ error }) => codeOf(error));
    this.code = codes.find((code) => busy.has(code ?? "")) ?? codes[0];
  }
}

/** A server that asks for a kind of authentication that is not allowed, or that did not authenticate itself. */
export class RefusedServerError extends Error {}

/** A server that accepts connections and is not of the wanted kind. */
export class WrongServerError extends Error {}

/** True when the same server would give this error with and without TLS. */
export function isAboutServer(error: unknown): boolean {
  const { message } = error as { readonly message: string };
  const code = codeOf(error) ?? "";
  const isGone = unreachable.has(code) || error instanceof AggregateError || /timeout/i.test(message);
  return isGone || busy.has(code) || error instanceof WrongServerError || error instanceof RefusedServerError;
}

/** Chooses from the errors with and without TLS: an error of the server itself rather than the one that it has no TLS. */
export function mostInformative(errors: readonly unknown[]): unknown {
  const refused = errors.find((error) => error instanceof RefusedServerError);
  if (refused !== undefined) return refused;
  const reported = errors.filter(isDatabaseError);
  return reported.find(({ code }) => code !== "28000") ?? reported[0] ?? errors.at(-1);
}

/** Returns why a server is not of the wanted kind; undefined when it is. */
export function mismatch(
  kind: TargetSessionAttrs,
  isStandby: boolean,
  isReadOnly: boolean,
): string | undefined {
  const isWritable = !isStandby && !isReadOnly;
  if (kind === "read-write" && !isWritable) return "it is read-only";
  if (kind === "read-only" && isWritable) return "it accepts writes";
  if (kind === "primary" && isStandby) return "it is a standby";
  if (kind === "standby" && !isStandby) return "it is a primary";
  return undefined;
}

/** True for an error after which other servers are not tried: they would refuse the connection too, or this package refused it. */
export function isFinal(error: unknown): boolean {
  if (error instanceof RefusedServerError) return true;
  return isDatabaseError(error) && !busy.has(codeOf(error) ?? "");
}

/** True when a server answered and was not of the wanted kind. It may be later. */
export function isWrongKind(error: unknown): boolean {
  if (error instanceof NoServerError) return error.failures.some((failure) => isWrongKind(failure.error));
  return error instanceof WrongServerError;
}

/** True when every server answered and none was of the wanted kind. */
export function isOnlyWrongKind(error: unknown): boolean {
  if (error instanceof NoServerError) return error.failures.every((failure) => isWrongKind(failure.error));
  return error instanceof WrongServerError;
}
