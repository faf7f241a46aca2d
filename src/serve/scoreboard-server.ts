import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigurationError } from "../errors/errors.js";
import { Feed } from "../feed/live-feed.js";
import { toNode } from "../feed/node-handler.js";
import type { Database } from "../session/database.js";
import { readAssets } from "./assets.js";
import { DelayedGames } from "./delayed-games.js";
import { securityHeaders } from "./http-responses.js";
import { Site } from "./site.js";
import { CurrentGames } from "./site-games.js";

export interface ServeOptions {
  /** Default 8080; 0 for a free one. */
  readonly port?: number;
  /** Default `127.0.0.1`, which only this machine can reach. */
  readonly host?: string;
  /** How late the games are shown, in seconds, from 0 to 3,600, so that no page runs ahead of a broadcast. Default 0. */
  readonly delay?: number;
  /** Called with the error of a failed request; the client gets 500 or 503. */
  readonly onError?: (error: unknown) => void;
}

/** In seconds. */
const longestDelay = 3_600;

const highestPort = 65_535;

/** How long clients may take for their requests when it closes, in milliseconds. */
const longestRequest = 5_000;

/** A running scoreboard. */
export interface Scoreboard extends AsyncDisposable {
  readonly url: string;
  /**
   * Ends every stream and finishes the running requests. The database stays open.
   *
   * @param options.within after this many milliseconds, clients that have not sent their request, or not read the answer, are
   * disconnected. Default 5,000.
   */
  close(options?: { readonly within?: number }): Promise<void>;
}

/**
 * Serves the scoreboard of a database, without writing to it.
 *
 * @throws {ConfigurationError} when the delay or the port is out of its range, the host is empty, the port is taken or not allowed, and when the page's scripts are missing
 */
export async function serveScoreboard(
  database: Database,
  { port = 8080, host = "127.0.0.1", delay: seconds = 0, onError = () => {} }: ServeOptions = {},
): Promise<Scoreboard> {
  if (!(seconds >= 0 && seconds <= longestDelay))
    throw new ConfigurationError(`The delay must be from 0 to ${longestDelay} seconds; it is ${seconds}.`);
  if (!(Number.isInteger(port) && port >= 0 && port <= highestPort))
    throw new ConfigurationError(`The port must be from 0 to ${highestPort}; it is ${port}.`);
  // Node takes an empty host, such as that of an unset variable, for all addresses of this machine.
  if (host === "") throw new ConfigurationError("The host is empty. Name an address, such as 127.0.0.1.");
  const delay = seconds * 1_000;
  const assets = await readAssets();
  const feed = await Feed.open(database);
  const games = delay === 0 ? new CurrentGames(database, feed) : new DelayedGames(database, feed, delay);
  const site = new Site({ games, feed, assets, delay });
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
    games.close();
    await feed.close();
    throw error;
  }
  const close = async ({ within = longestRequest } = {}) => {
    const closed = once(server, "close");
    server.close();
    // Node gives no more time limits to what clients send once it is closing.
    const timer = setTimeout(() => server.closeAllConnections(), within);
    games.close();
    await feed.close();
    server.closeIdleConnections();
    await closed;
    clearTimeout(timer);
  };
  return { url: urlOf(server, host), close, [Symbol.asyncDispose]: () => close() };
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
      EADDRINUSE: "the port is in use. Choose another --port.",
      EACCES: "this user may not use this port. Choose a --port above 1023.",
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
