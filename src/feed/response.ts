import { DatabaseClosedError, ValidationError } from "../errors/index.js";
import type { FeedEvent } from "./events.js";
import type { Feed } from "./feed.js";
import { cursorsByGame, type EventSource } from "./follower.js";
import { defaultAudience } from "./options.js";
import { type Audience, MadeOnce, publicView, type View } from "./view.js";

/** What a stream shows, and to which audience. */
export interface ResponseOptions {
  /** The games, from 1 to 100. */
  readonly games: readonly string[];
  /** Who asks, as you have found out from the request. Default `public`. */
  readonly audience?: Audience | undefined;
  /** Selects what this audience sees of an event. Default {@link publicView}, which shows only public columns. */
  readonly view?: View | undefined;
  /** Each event is delayed by this many milliseconds. Default 0. */
  readonly delay?: number | undefined;
  /** Headers of your own, such as those of CORS. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** How often a comment keeps the connection open, in milliseconds. */
const commentEvery = 15_000;
/** A stream whose client reads nothing for this many milliseconds is closed. */
const longestStall = 30_000;
/** The most bytes that wait for a client. */
const mostWaiting = 64 * 1024;

const encoder = new TextEncoder();
const comment = encoder.encode(": still here\n\n");

/** What separates the audience from the cursors in an event's id. */
const separator = "/";

/**
 * Responds to a request with a stream of server-sent events (`EventSource` in a browser): one for each event of the feed, with
 * the event's type and the event as JSON. A client that reconnects gets what it missed, by its `Last-Event-ID` (or `?after=`,
 * if it creates a new `EventSource`).
 *
 * Nothing accumulates for a client that does not read: it gets the net change when it reads again, and after 30 seconds the
 * stream is closed.
 *
 * @example
 * ```ts
 * export const GET = (request: Request) => feedResponse(feed, request, { games: [gameId] });
 * ```
 * @returns status 200 with the stream; 400 for invalid game ids; 405 for another method than GET; 503 if the feed or its
 * database is closed
 */
export function feedResponse(feed: Feed, request: Request, options: ResponseOptions): Response {
  const { games, audience = defaultAudience, view = publicView, delay, headers } = options;
  if (request.method !== "GET") return plain(405, "Only GET is answered here.", { allow: "GET" });
  let source: EventSource;
  try {
    source = feed.source(cursorsByGame(games, cursorsIn(request, audience)), {
      signal: request.signal,
      delay,
    });
  } catch (error) {
    if (error instanceof ValidationError) return plain(400, error.message);
    if (error instanceof DatabaseClosedError)
      return plain(503, "The feed is closed.", { "retry-after": "2" });
    throw error;
  }
  const frames = framesOf(feed, view);
  const stream = new EventStream(source, (event) => frames.of(event, audience), audience);
  return new Response(stream.body, {
    headers: {
      ...headers,
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      "x-content-type-options": "nosniff",
    },
  });
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { ...headers, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}

/** The cursors that a client comes back with. Those of another audience are ignored: it has seen other events. */
function cursorsIn(request: Request, audience: Audience): string {
  const given = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after") ?? "";
  const at = given.lastIndexOf(separator);
  return at >= 0 && given.slice(0, at) === encodeURIComponent(audience) ? given.slice(at + 1) : "";
}

/** An event's part of the stream without its id, made once for all clients; null if it is hidden. */
type Frames = MadeOnce<Uint8Array | null>;
const framesByFeed = new WeakMap<Feed, WeakMap<View, Frames>>();

function framesOf(feed: Feed, view: View): Frames {
  const byView = framesByFeed.get(feed) ?? new WeakMap<View, Frames>();
  framesByFeed.set(feed, byView);
  const shown = feed.viewed(view);
  const frames =
    byView.get(view) ??
    new MadeOnce((event, audience) => {
      const content = shown(event, audience);
      return content && encoder.encode(`event: ${event.type}\ndata: ${JSON.stringify(content)}\n\n`);
    });
  byView.set(view, frames);
  return frames;
}

/** The open streams, checked by one timer. */
const open = new Set<EventStream>();
let timer: NodeJS.Timeout | undefined;

/** One client's stream. */
class EventStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #source: EventSource;
  readonly #frame: (event: FeedEvent) => Uint8Array | null;
  readonly #prefix: string;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #readAt = performance.now();
  #writtenAt = performance.now();

  constructor(source: EventSource, frame: (event: FeedEvent) => Uint8Array | null, audience: Audience) {
    this.#source = source;
    this.#frame = frame;
    this.#prefix = `${encodeURIComponent(audience)}${separator}`;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => this.#start(controller),
        pull: () => this.#pull(),
        cancel: () => this.#end(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: mostWaiting }),
    );
  }

  /** Shows that the connection stands, or closes it where nobody reads. */
  look(now: number): void {
    const isFull = (this.#controller?.desiredSize ?? 0) <= 0;
    if (!isFull) this.#readAt = now;
    if (now - this.#readAt > longestStall) this.#fail(new Error("The client read nothing for 30 seconds."));
    else if (!isFull && now - this.#writtenAt >= commentEvery) this.#write(comment);
  }

  #start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    open.add(this);
    timer ??= setInterval(lookAtAll, 1_000).unref();
    // Spread out, so that clients do not reconnect together after a restart.
    this.#write(encoder.encode(`retry: ${Math.round(1_000 + Math.random() * 2_000)}\n\n`));
  }

  async #pull(): Promise<void> {
    this.#readAt = performance.now();
    try {
      const event = await this.#source.take();
      if (event === undefined) {
        this.#end();
        this.#controller?.close();
        return;
      }
      const frame = this.#frame(event);
      // What is hidden moves the cursor all the same: an id without data is noted by the browser, and shown to nobody.
      this.#write(
        encoder.encode(`id: ${this.#prefix}${this.#source.cursors}\n${frame === null ? "\n" : ""}`),
      );
      if (frame !== null) this.#write(frame);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #write(bytes: Uint8Array): void {
    this.#writtenAt = performance.now();
    try {
      this.#controller?.enqueue(bytes);
    } catch {
      // The client has just disconnected.
      this.#end();
    }
  }

  #fail(error: Error): void {
    this.#end();
    try {
      this.#controller?.error(error);
    } catch {
      // It is already closed.
    }
  }

  #end(): void {
    this.#source.end();
    open.delete(this);
    if (open.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }
}

function lookAtAll(): void {
  const now = performance.now();
  for (const stream of open) stream.look(now);
}
