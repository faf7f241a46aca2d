import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";

/** A handler of the Fetch API. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** A client that reads nothing for this many milliseconds is disconnected. */
const longestStall = 30_000;

/**
 * Turns a handler for the Fetch API into one for Node's `http`, which Express and others take as well.
 *
 * @example
 * ```ts
 * createServer(toNode((request) => feedResponse(feed, request, { games: [gameId] }))).listen(8080);
 * ```
 * If the handler throws, the client gets 500, and the error is passed to `onError`, or reported as a process warning.
 */
export function toNode(
  handler: FetchHandler,
  { onError = warn }: { readonly onError?: (error: unknown) => void } = {},
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    try {
      await send(await handler(toRequest(request, gone.signal)), response, gone.signal);
    } catch (error) {
      if (!gone.signal.aborted) onError(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    }
  };
}

function warn(error: unknown): void {
  process.emitWarning(error as Error);
}

function toRequest(request: IncomingMessage, signal: AbortSignal): Request {
  const { method = "GET", url = "/", headers } = request;
  const { originalUrl = url } = request as { originalUrl?: string };
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || name.startsWith(":") ? [] : [[name, String(value)] as [string, string]],
  );
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? { body: request as unknown as ReadableStream, duplex: "half" } : {};
  // Only the path matters: the host name that the client sent cannot be trusted.
  return new Request(new URL(originalUrl, "http://localhost"), {
    method,
    headers: given,
    signal,
    ...body,
  } as RequestInit);
}

async function send(answer: Response, response: ServerResponse, gone: AbortSignal): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null) {
    response.end();
    return;
  }
  // The first bytes must reach the client, even if nothing follows for a while.
  response.flushHeaders();
  const reader = answer.body.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  gone.addEventListener("abort", cancel, { once: true });
  for (;;) {
    const { value, done } = await reader.read();
    if (done || gone.aborted) break;
    if (!response.write(value)) await drained(response, gone);
  }
  response.end();
}

/** Waits until the client has read what was written, and disconnects it if it does not. */
async function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  const timer = setTimeout(() => response.destroy(), longestStall);
  await once(response, "drain", { signal: gone }).catch(() => {});
  clearTimeout(timer);
}
