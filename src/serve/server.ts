import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigurationError } from "../errors/index.js";
import { Feed } from "../feed/feed.js";
import { toNode } from "../feed/node.js";
import type { Database } from "../session/database.js";
import { readAssets } from "./assets.js";
import { securityHeaders } from "./responses.js";
import { Site } from "./site.js";

export interface ServeOptions {
  /** Default 8080; 0 for a free one. */
  readonly port?: number;
  /** Default `127.0.0.1`, which only this machine can reach. */
  readonly host?: string;
  /** Called with the error of a failed request; the client gets 500 or 503. */
  readonly onError?: (error: unknown) => void;
}

/** A running scoreboard. */
export interface Scoreboard extends AsyncDisposable {
  readonly url: string;
  /** Ends every stream and finishes the running requests. The database stays open. */
  close(): Promise<void>;
}

/**
 * Serves the scoreboard of a database, without writing to it.
 *
 * @throws {ConfigurationError} when the port is taken or not allowed, and when the page's scripts are missing
 */
export async function serveScoreboard(
  database: Database,
  { port = 8080, host = "127.0.0.1", onError = () => {} }: ServeOptions = {},
): Promise<Scoreboard> {
  const assets = await readAssets();
  const feed = await Feed.open(database);
  const site = new Site({ database, feed, assets });
  const answer = async (request: Request): Promise<Response> => {
    try {
      return await site.answer(request);
    } catch (error) {
      onError(error);
      return unavailable();
    }
  };
  const server = createServer(toNode(answer, { onError }));
  try {
    await listen(server, port, host);
  } catch (error) {
    await feed.close();
    throw error;
  }
  const close = async () => {
    const closed = once(server, "close");
    server.close();
    await feed.close();
    server.closeIdleConnections();
    await closed;
  };
  return { url: urlOf(server, host), close, [Symbol.asyncDispose]: close };
}

/** The database may be back soon. */
function unavailable(): Response {
  const headers = { ...securityHeaders, "content-type": "text/plain; charset=utf-8", "retry-after": "2" };
  return new Response("The games cannot be read at the moment. Try again.\n", { status: 503, headers });
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = {
      EADDRINUSE: "something else listens there. Choose another --port.",
      EACCES: "this user may not listen there. Choose a --port above 1023.",
      EADDRNOTAVAIL: "this machine has no such address. Choose another --host.",
      ENOTFOUND: "there is no host of this name.",
    };
    const reason = reasons[code ?? ""] ?? `${code}.`;
    throw new ConfigurationError(`Could not serve on ${host}:${port}: ${reason}`, { cause });
  }
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}/`;
}
