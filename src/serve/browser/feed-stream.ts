import type { PublicEvent, PublicGame } from "../../feed/public-view.js";
import { ServerEventParser } from "./server-events.js";
import type { StreamState } from "./stream-messages.js";

/** A connection without a byte for this many milliseconds counts as lost: the server sends a comment every 15 s. */
const longestSilence = 40_000;
/** A stream that sends nothing for so long at its beginning is buffered by a proxy. */
const longestFirstByte = 10_000;
const pollEvery = 5_000;
const longestWait = 30_000;

interface GamesData {
  readonly games: readonly PublicGame[];
}

interface FeedStreamOptions {
  readonly onEvent: (event: PublicEvent) => void;
  readonly onGames: (games: readonly PublicGame[]) => void;
  readonly onState: (state: StreamState) => void;
}

/**
 * The one stream of a browser, for all the games that its pages show. It reconnects by itself after any answer or failure,
 * and continues after the last event that it received. (An `EventSource` gives up for good at the first 503.) Behind a proxy that
 * buffers streams, it asks for the games every few seconds instead.
 */
export class FeedStream {
  readonly #options: FeedStreamOptions;
  #games: readonly string[] = [];
  #withList = false;
  #lastId = "";
  #attempts = 0;
  #retry = 2_000;
  #isHeldBack = false;
  #heardAt = Date.now();
  #abort = new AbortController();
  #wake: (() => void) | undefined;
  #isRunning = false;

  constructor(options: FeedStreamOptions) {
    this.#options = options;
  }

  /** Follows these games from now on, and no others, and with `withList` the list of games. */
  watch(games: readonly string[], withList: boolean): void {
    this.#games = games;
    this.#withList = withList;
    this.#attempts = 0;
    this.#abort.abort();
    this.wake();
    if (!this.#isRunning) void this.#run();
  }

  /** Tries again immediately if it is waiting. */
  wake(): void {
    if (Date.now() - this.#heardAt > longestSilence) this.#abort.abort();
    this.#wake?.();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#games.length > 0 || this.#withList) {
      const games = this.#games;
      this.#abort = new AbortController();
      const isPolling = this.#isHeldBack && this.#attempts % 12 !== 0;
      let hasFailed = false;
      try {
        await (isPolling ? this.#poll(games) : this.#follow(games));
      } catch {
        // It tries again after any failure.
        hasFailed = true;
      }
      if (this.#games !== games) continue;
      this.#attempts += 1;
      // A stream that a proxy holds back says nothing about the server.
      if (!this.#isHeldBack || (isPolling && hasFailed))
        this.#options.onState({ kind: "behind", since: this.#heardAt });
      await this.#wait(this.#isHeldBack ? pollEvery : this.#backoff());
    }
    this.#isRunning = false;
  }

  /** Reads the stream until it ends. */
  async #follow(games: readonly string[]): Promise<void> {
    const abort = this.#abort;
    let isFirst = true;
    const give = () => {
      if (isFirst) this.#isHeldBack = true;
      abort.abort();
    };
    let timer = setTimeout(give, longestFirstByte);
    try {
      const response = await fetch(`/feed?games=${games.join(",")}${this.#withList ? "&list" : ""}`, {
        headers: this.#lastId === "" ? {} : { "last-event-id": this.#lastId },
        signal: abort.signal,
      });
      if (!response.ok || response.body === null) {
        this.#retry = Math.max(1, Number(response.headers.get("retry-after") ?? 2)) * 1_000;
        isFirst = false;
        return;
      }
      const parser = new ServerEventParser();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (done || abort.signal.aborted) return;
        clearTimeout(timer);
        timer = setTimeout(give, longestSilence);
        this.#heard(isFirst);
        isFirst = false;
        for (const { id, type, data } of parser.push(value)) {
          if (type === "games") this.#options.onGames((JSON.parse(data) as GamesData).games);
          else if (data !== "") this.#options.onEvent(JSON.parse(data) as PublicEvent);
          this.#lastId = id;
        }
        this.#retry = parser.retry ?? this.#retry;
      }
    } catch (error) {
      // A missing answer is not a buffered stream.
      if (!abort.signal.aborted) isFirst = false;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks for everything once. */
  async #poll(games: readonly string[]): Promise<void> {
    const abort = this.#abort;
    const timer = setTimeout(() => abort.abort(), longestSilence);
    const ask = async (path: string) => {
      const response = await fetch(path, { signal: abort.signal });
      if (response.status >= 500) throw new Error(`The server answered ${response.status}.`);
      return response.ok ? ((await response.json()) as object) : undefined;
    };
    try {
      const list = this.#withList ? await ask("/api/games") : undefined;
      if (list !== undefined) this.#options.onGames((list as GamesData).games);
      for (const gameId of games) {
        const known = await ask(`/api/games/${gameId}`);
        if (known !== undefined)
          this.#options.onEvent({ type: "game", gameId, cursor: "", ...known } as PublicEvent);
      }
      this.#heard(true);
    } finally {
      clearTimeout(timer);
    }
  }

  #heard(isFirst: boolean): void {
    this.#heardAt = Date.now();
    if (!isFirst) return;
    this.#attempts = this.#isHeldBack ? this.#attempts : 0;
    this.#options.onState({ kind: "live" });
  }

  /** Longer each time, and random, so that clients do not reconnect together. */
  #backoff(): number {
    const most = Math.min(longestWait, this.#retry * 2 ** Math.min(this.#attempts - 1, 5));
    return most * (0.5 + Math.random() / 2);
  }

  async #wait(milliseconds: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, milliseconds);
    });
    clearTimeout(timer);
    this.#wake = undefined;
  }
}
