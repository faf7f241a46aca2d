import type { Connection } from "../connection/connection.js";
import { StatementCancelledError } from "../errors/index.js";

/**
 * Waits for a connection, but not past an abort. One that comes after that goes straight back.
 *
 * @throws {StatementCancelledError} when the signal has aborted, or does so while waiting
 */
export function unlessAborted(
  acquire: () => Promise<Connection>,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  if (signal === undefined) return acquire();
  if (signal.aborted) return Promise.reject(endedBy(signal));
  const waiting = acquire();
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(endedBy(signal));
      waiting.then((connection) => connection.giveBack()).catch(() => {});
    };
    signal.addEventListener("abort", onAbort, { once: true });
    waiting.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

function endedBy(signal: AbortSignal): StatementCancelledError {
  return new StatementCancelledError(
    "The caller's AbortSignal ended the session before it had a connection.",
    {
      cause: signal.reason,
    },
  );
}
