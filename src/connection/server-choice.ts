import pg from "pg";
import type { TargetSessionAttrs } from "./settings.js";

/** Server states in which another server, or a later moment, is better than another way to ask this one. */
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

/** No one of several servers would do. */
export class NoServerError extends Error {
  readonly failures: readonly { readonly place: string; readonly error: unknown }[];
  /** The SQLSTATE of one that may be there later; else that of the first. */
  readonly code: string | undefined;

  constructor(failures: NoServerError["failures"]) {
    super("none of the servers would do");
    this.failures = failures;
    const codes = failures.map(({ error }) => (error as { readonly code?: string }).code);
    this.code = codes.find((code) => busy.has(code ?? "")) ?? codes[0];
  }
}

/** A server that we refuse to prove ourselves to in the way that it asks for, or without a proof of its own. */
export class RefusedServerError extends Error {}

/** A server that is there, and is not what is wanted. */
export class WrongServerError extends Error {}

/** True when another way to speak to this server would not help. */
export function isAboutPlace(error: unknown): boolean {
  const { code = "", message } = error as { readonly code?: string; readonly message: string };
  const isGone = unreachable.has(code) || error instanceof AggregateError || /timeout/i.test(message);
  return isGone || busy.has(code) || error instanceof WrongServerError || error instanceof RefusedServerError;
}

/** Of what went wrong with TLS and without it, what helps to mend it: rather what the server says than that it has no TLS. */
export function mostTelling(errors: readonly unknown[]): unknown {
  const refused = errors.find((error) => error instanceof RefusedServerError);
  if (refused !== undefined) return refused;
  const said = errors.filter((error) => error instanceof pg.DatabaseError);
  return said.find(({ code }) => code !== "28000") ?? said[0] ?? errors.at(-1);
}

/** Why a server is not of the kind that is wanted. */
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

/** True when the server itself has said no, and other servers would say the same; or when we have. */
export function isFinal(error: unknown): boolean {
  if (error instanceof RefusedServerError) return true;
  return error instanceof pg.DatabaseError && !busy.has(error.code ?? "");
}

/** True when a server was there, and was not of the kind that is wanted: it may become so. */
export function isWrongKind(error: unknown): boolean {
  if (error instanceof NoServerError) return error.failures.some((failure) => isWrongKind(failure.error));
  return error instanceof WrongServerError;
}

/** True when every server that there is was there, and not of the kind that is wanted. */
export function isOnlyWrongKind(error: unknown): boolean {
  if (error instanceof NoServerError) return error.failures.every((failure) => isWrongKind(failure.error));
  return error instanceof WrongServerError;
}
