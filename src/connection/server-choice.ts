import { isDatabaseError } from "./driver-errors.js";
import type { TargetSessionAttrs } from "./settings.js";

/** Server states in which another server, or a later attempt, is better than another way to connect. */
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

/** None of several servers can be used. */
export class NoServerError extends Error {
  readonly failures: readonly { readonly server: string; readonly error: unknown }[];
  /** The SQLSTATE of one that may be there later; else that of the first. */
  readonly code: string | undefined;

  constructor(failures: NoServerError["failures"]) {
    super("none of the servers would do");
    this.failures = failures;
    const codes = failures.map(({ error }) => (error as { readonly code?: string }).code);
    this.code = codes.find((code) => busy.has(code ?? "")) ?? codes[0];
  }
}

/** A server whose way of authentication is not allowed, or that did not authenticate itself. */
export class RefusedServerError extends Error {}

/** A server that answers, and is not of the wanted kind. */
export class WrongServerError extends Error {}

/** True when trying this server with or without TLS would not help. */
export function isAboutServer(error: unknown): boolean {
  const { code = "", message } = error as { readonly code?: string; readonly message: string };
  const isGone = unreachable.has(code) || error instanceof AggregateError || /timeout/i.test(message);
  return isGone || busy.has(code) || error instanceof WrongServerError || error instanceof RefusedServerError;
}

/** Of the errors with and without TLS, the one that helps most: the server's own message rather than that it has no TLS. */
export function mostInformative(errors: readonly unknown[]): unknown {
  const refused = errors.find((error) => error instanceof RefusedServerError);
  if (refused !== undefined) return refused;
  const said = errors.filter(isDatabaseError);
  return said.find(({ code }) => code !== "28000") ?? said[0] ?? errors.at(-1);
}

/** Why a server is not of the wanted kind; undefined when it is. */
export function mismatch(
  kind: TargetSessionAttrs,
  isStandby: boolean,
  isReadOnly: boolean,
): string | undefined {
  const isWritable = !isStandby && !isReadOnly;
  if (kind === "read-write" && !isWritable) return "it is read-only";
  if (kind === "read-only" && isWritable) return "it takes writes";
  if (kind === "primary" && isStandby) return "it is a standby";
  if (kind === "standby" && !isStandby) return "it is a primary";
  return undefined;
}

/** True when the server refused the connection and other servers would do the same, or when we refused it. */
export function isFinal(error: unknown): boolean {
  if (error instanceof RefusedServerError) return true;
  return isDatabaseError(error) && !busy.has(error.code ?? "");
}

/** True when a server answered and was not of the wanted kind: it may become so. */
export function isWrongKind(error: unknown): boolean {
  if (error instanceof NoServerError) return error.failures.some((failure) => isWrongKind(failure.error));
  return error instanceof WrongServerError;
}

/** True when every server answered, and none was of the wanted kind. */
export function isOnlyWrongKind(error: unknown): boolean {
  if (error instanceof NoServerError) return error.failures.every((failure) => isWrongKind(failure.error));
  return error instanceof WrongServerError;
}
