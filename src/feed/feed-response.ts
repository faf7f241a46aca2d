import { DatabaseClosedError, ValidationError } from "../errors/errors.js";
import type { FeedEvent } from "./feed-events.js";
import { defaultAudience } from "./feed-options.js";
import { cursorsByGame, type EventSource } from "./follower.js";
import type { Feed } from "./live-feed.js";
import { type Audience, type EventView, publicView, ViewCache } from "./public-view.js";

/** What a stream shows, and to which audience. */
export interface ResponseOptions {
  /** The games, from 1 to 100. */
  readonly games: readonly string[];
  /** Who the client is, as your code found out from the request. Default `public`. */
  readonly audience?: Audience | undefined;
  /** Selects what this audience sees of an event. Default {@link publicView}, which shows only public columns. */
  readonly view?: EventView | undefined;
  /** Each event is delayed by this many milliseconds. Default 0. */
  readonly delay?: number | undefined;
  /** Headers of your own for every answer, such as those of CORS. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Frames that a stream contains besides the events of its games. */
export interface BesideStream {
  /**
   * Calls `send` with each new frame; a client that reads slowly gets only the newest one. Returns a function that
   * unsubscribes.
   */
  subscribe(send: (frame: Uint8Array) => void): () => void;
}

/** How often a comment keeps the connection alive, in milliseconds. */
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
 * @returns status 200 with the stream; 400 for invalid game ids; 405 for another method than GET and HEAD; 503 if the feed
 * or its database is closed
 */
export function feedResponse(feed: Feed, request: Request, options: ResponseOptions): Response {
  return streamResponse(feed, request, options);
}

/** The same as {@link feedResponse}, optionally with further frames (`beside`); such a stream may have no games. */
export function streamResponse(
  feed: Feed,
  request: Request,
  options: ResponseOptions & { readonly beside?: BesideStream | undefined },
): Response {
  const { games, delay, ...shown } = options;
  const { audience = defaultAudience, beside } = shown;
  const source = () =>
    feed.source(cursorsByGame(games, cursorsIn(request, audience)), {
      ...{ signal: request.signal, delay, staysOpen: beside !== undefined },
    });
  return eventStreamResponse(feed, request, { ...shown, source });
}

interface StreamOptions extends Omit<ResponseOptions, "games" | "delay"> {
  readonly source: () => EventSource;
  readonly beside?: BesideStream | undefined;
}

/** Answers with the stream of any source of events. */
export function eventStreamResponse(feed: Feed, request: Request, options: StreamOptions): Response {
  const { audience = defaultAudience, view = publicView, headers, beside } = options;
  const isHead = request.method === "HEAD";
  const plain = (status: number, text: string, own: Readonly<Record<string, string>> = {}) =>
    new Response(isHead ? null : `${text}\n`, {
      status,
      headers: withOwn(headers, {
        ...own,
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-store",
      }),
    });
  if (request.method !== "GET" && !isHead)
    return plain(405, "Only GET and HEAD are supported here.", { allow: "GET, HEAD" });
  let source: EventSource;
  try {
    source = options.source();
  } catch (error) {
    if (error instanceof ValidationError) return plain(400, error.message);
    if (error instanceof DatabaseClosedError)
      return plain(503, "The feed is closed.", { "retry-after": "2" });
    throw error;
  }
  if (isHead) source.end();
  const frames = framesOf(feed, view);
  const frame = (event: FeedEvent) => frames.of(event, audience);
  return new Response(isHead ? null : new EventStream({ source, frame, audience, beside }).body, {
    headers: withOwn(headers, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      "x-content-type-options": "nosniff",
    }),
  });
}

/** The caller's headers, and ours, which replace those of the same name in whatever case. */
function withOwn(headers: ResponseOptions["headers"], own: Readonly<Record<string, string>>): Headers {
  const all = new Headers(headers);
  for (const [name, value] of Object.entries(own)) all.set(name, value);
  return all;
}

/**
 * The cursors of a client that reconnects. Those of another audience are ignored, because that audience has seen other events.
 */
function cursorsIn(request: Request, audience: Audience): string {
  const given = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after") ?? "";
  const at = given.lastIndexOf(separator);
  return at >= 0 && given.slice(0, at) === encodeURIComponent(audience) ? given.slice(at + 1) : "";
}

/** An event's part of the stream without its id, made once for all clients; null if it is hidden. */
type Frames = ViewCache<Uint8Array | null>;
const framesByFeed = new WeakMap<Feed, WeakMap<EventView, Frames>>();

function framesOf(feed: Feed, view: EventView): Frames {
  const byView = framesByFeed.get(feed) ?? new WeakMap<EventView, Frames>();
  framesByFeed.set(feed, byView);
  const shown = feed.viewed(view);
  const frames =
    byView.get(view) ??
    new ViewCache((event, audience) => {
      const content = shown(event, audience);
      return content && encoder.encode(`event: ${event.type}\ndata: ${JSON.stringify(content)}\n\n`);
    });
  byView.set(view, frames);
  return frames;
}

/** The open streams, checked by one timer. */
const open = new Set<EventStream>();
let timer: NodeJS.Timeout | undefined;

interface StreamParts {
  readonly source: EventSource;
  readonly frame: (event: FeedEvent) => Uint8Array | null;
  readonly audience: Audience;
  readonly beside: BesideStream | undefined;
}

/** One client's stream. */
class EventStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #source: EventSource;
  readonly #frame: (event: FeedEvent) => Uint8Array | null;
  readonly #prefix: string;
  #unsubscribe: (() => void) | undefined;
  /** The newest frame of `beside` that there was no room for. */
  #waiting: Uint8Array | undefined;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #readAt = performance.now();
  #writtenAt = performance.now();

  constructor({ source, frame, audience, beside }: StreamParts) {
    this.#source = source;
    this.#frame = frame;
    this.#prefix = `${encodeURIComponent(audience)}${separator}`;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#start(controller);
          this.#unsubscribe = beside?.subscribe((frameBeside) => this.#sendBeside(frameBeside));
        },
        pull: () => this.#pull(),
        cancel: () => this.#end(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: mostWaiting }),
    );
  }

  /** Sends a comment that keeps the connection alive, or closes it if the client does not read. */
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
    if (this.#waiting !== undefined) this.#write(this.#waiting);
    this.#waiting = undefined;
    try {
      const event = await this.#source.take();
      if (event === undefined) {
        this.#end();
        this.#controller?.close();
        return;
      }
      const frame = this.#frame(event);
      // A hidden event still moves the cursor: a browser stores an id that comes without data, and dispatches no event. Both
      // parts are written together, so that nothing can come between an id and its event.
      const id = `id: ${this.#prefix}${this.#source.cursors}\n`;
      this.#write(encoder.encode(frame === null ? `${id}\n` : id));
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

  #sendBeside(frame: Uint8Array): void {
    if ((this.#controller?.desiredSize ?? 0) > 0) this.#write(frame);
    else this.#waiting = frame;
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
    this.#unsubscribe?.();
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
