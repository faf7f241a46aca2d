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
 * If the handler throws, the client gets 500, and the error is passed to `onError`, or reported as a process warning. A request
 * that the Fetch API cannot express is not passed to the handler: the client gets 400 for an invalid URL, and 501 for TRACE.
 */
export function toNode(
  handler: FetchHandler,
  { onError = warn }: { readonly onError?: (error: unknown) => void } = {},
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const url = urlOf(request);
    if (url === null || forbiddenMethods.has(request.method ?? "")) {
      response.writeHead(url === null ? 400 : 501).end();
      return;
    }
    try {
      await send(await handler(toRequest(request, url, gone.signal)), response, gone.signal);
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

/** The Fetch API has no requests with these methods. */
const forbiddenMethods: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

/** Only the path matters, because the host that the client names cannot be trusted. Null if it is not a URL. */
function urlOf(request: IncomingMessage): string | null {
  const { url = "/" } = request;
  const { originalUrl = url } = request as { originalUrl?: string };
  const host = "http://localhost";
  // A path may begin with two slashes, behind which new URL() would look for a host.
  const address = originalUrl.startsWith("/") ? `${host}${originalUrl}` : originalUrl;
  if (!URL.canParse(address, host)) return null;
  const { pathname, search } = new URL(address, host);
  return `${host}${pathname}${search}`;
}

function toRequest(request: IncomingMessage, url: string, signal: AbortSignal): Request {
  const { method = "GET", headers } = request;
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || name.startsWith(":") ? [] : [[name, String(value)] as [string, string]],
  );
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? { body: request as unknown as ReadableStream, duplex: "half" } : {};
  return new Request(url, { method, headers: given, signal, ...body } as RequestInit);
}

async function send(answer: Response, response: ServerResponse, gone: AbortSignal): Promise<void> {
  const cookies = answer.headers.getSetCookie();
  const headers = {
    ...Object.fromEntries(answer.headers),
    ...(cookies.length > 0 && { "set-cookie": cookies }),
  };
  response.writeHead(answer.status, headers);
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
