/** What an error is about: the identifiers involved, safe to log (never a password, never a URL). */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** What an error has besides its message. */
export interface DugoutErrorOptions {
  /** The error that caused this one. */
  readonly cause?: unknown;
  /** The identifiers involved. */
  readonly details?: ErrorDetails;
}

/** The same symbol in every copy of this package in a process, where `instanceof` knows only the classes of its own copy. */
const isDugoutError = Symbol.for("dugout.error");

/**
 * The base of every error that this package throws.
 *
 * `code` is stable across releases: branch on it, or on the class. `message` is for people and may change.
 * `details` contains the identifiers involved; `cause` is the driver's error, if there was one.
 *
 * @example
 * ```ts
 * try {
 *   await operations.savePlay(play);
 * } catch (error) {
 *   if (error instanceof DugoutError && error.code === "PLAY_CONFLICT") …
 * }
 * ```
 */
export abstract class DugoutError extends Error {
  /** What kind of error this is, stable across releases. */
  abstract readonly code: string;
  /** True if the same work may succeed when it is repeated, and repeating it is safe. See {@link isRetryable}. */
  readonly retryable: boolean = false;
  /** The identifiers involved: of the game, the play, the lineup entry. */
  readonly details: ErrorDetails;

  constructor(message: string, options: DugoutErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.details = options.details ?? {};
  }
}

Object.defineProperty(DugoutError.prototype, isDugoutError, { value: true });

/**
 * True if the same work may succeed when it is repeated from its beginning, and repeating it is safe.
 *
 * True for serialization failures, deadlocks, an exhausted pool, a server that accepts no writes, and connections lost
 * before anything could have been committed. False for {@link CommitOutcomeUnknownError}: the work may be committed already, and
 * only `savePlay`, `recordPlay` and plain reads may be repeated without reading the game first.
 */
export function isRetryable(error: unknown): boolean {
  const { [isDugoutError]: isOurs, retryable } = (error ?? {}) as {
    readonly [isDugoutError]?: true;
    readonly retryable?: boolean;
  };
  return isOurs === true && retryable === true;
}
