import type { ServerClient } from "./pg-client.js";
import { connectClient } from "./server-pool.js";
import type { ServerSettings } from "./settings.js";

/** The options of a {@link ChannelListener}. */
export interface ListenerOptions {
  readonly settings: ServerSettings;
  readonly channel: string;
  /** How often the connection is checked, in milliseconds. A half-open connection reports no error by itself. */
  readonly heartbeatEvery: number;
  onPayload(payload: string): void;
  /** Called each time it starts to listen: notifications sent before that were missed. */
  onListening(): void;
}

/** The pauses between attempts to connect, in milliseconds. */
const firstPause = 100;
const longestPause = 10_000;
/** How long to wait for the server's answers, in milliseconds. */
const answerTimeout = 5_000;

/** Listens on a channel of PostgreSQL's LISTEN and NOTIFY. It reconnects whenever its connection is lost. */
export class ChannelListener {
  readonly #options: ListenerOptions;
  #client: ServerClient | undefined;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #isListening = false;
  #isClosed = false;
  #lastError: Error | undefined;
  #connecting: Promise<void>;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#connecting = this.#connect();
  }

  get isListening(): boolean {
    return this.#isListening;
  }

  /** Why it does not listen; undefined while it does, and before the first attempt. */
  get lastError(): Error | undefined {
    return this.#lastError;
  }

  /** Settles when the latest attempt to listen has succeeded or failed. */
  get tried(): Promise<void> {
    return this.#connecting;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#connecting;
    this.#drop(this.#client);
  }

  async #connect(): Promise<void> {
    const { settings, channel, onPayload, onListening } = this.#options;
    let client: ServerClient | undefined;
    try {
      client = await connectClient(settings);
      const made = client;
      for (const event of ["error", "end"] as const)
        made.on(event, (error?: Error) => this.#lost(made, error));
      made.on("notification", ({ payload }) => onPayload(payload ?? ""));
      await query(made, `listen ${channel}`);
      if (this.#isClosed) return this.#drop(made);
      this.#client = made;
      this.#isListening = true;
      this.#failures = 0;
      this.#lastError = undefined;
      this.#scheduleHeartbeat();
      onListening();
    } catch (error) {
      this.#drop(client);
      this.#failed(error as Error);
    }
  }

  #scheduleHeartbeat(): void {
    this.#timer = setTimeout(() => void this.#sendHeartbeat(), this.#options.heartbeatEvery).unref();
  }

  async #sendHeartbeat(): Promise<void> {
    const client = this.#client;
    if (client === undefined || this.#isClosed) return;
    try {
      await query(client, "select 1");
      if (this.#client === client && !this.#isClosed) this.#scheduleHeartbeat();
    } catch (error) {
      this.#lost(client, error as Error);
    }
  }

  #lost(client: ServerClient, error = new Error("the server closed the connection")): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#isListening = false;
    this.#drop(client);
    this.#failed(error);
  }

  #failed(error: Error): void {
    this.#lastError = error;
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    const pause = Math.min(longestPause, firstPause * 2 ** this.#failures);
    this.#failures += 1;
    // The pause is random, so that the processes that lost one server do not all reconnect at the same time.
    this.#timer = setTimeout(() => this.#reconnect(), pause * (0.5 + Math.random() / 2)).unref();
  }

  #reconnect(): void {
    this.#connecting = this.#connect();
  }

  /** Closes the socket; on a half-open connection a Terminate message would get no answer. */
  #drop(client: ServerClient | undefined): void {
    if (client === undefined) return;
    if (this.#client === client) this.#client = undefined;
    this.#isListening = false;
    client.fail(new Error("the listener is closed"));
  }
}

async function query(client: ServerClient, text: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the server did not answer")), answerTimeout);
  });
  try {
    await Promise.race([client.query(text), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
