import type { PgClient } from "./pg-client.js";
import { connectClient } from "./server-pool.js";
import type { ServerSettings } from "./settings.js";

/** What a {@link ChannelListener} is to do. */
export interface ListenerOptions {
  readonly settings: ServerSettings;
  readonly channel: string;
  /** How often the connection is tried, in milliseconds: one that is only half open says nothing by itself. */
  readonly heartbeatEvery: number;
  onPayload(payload: string): void;
  /** Called whenever it listens anew: what was said before that was not heard. */
  onListening(): void;
}

/** The pauses between attempts to connect, in milliseconds. */
const firstPause = 100;
const longestPause = 10_000;
/** How long the server's answers are waited for, in milliseconds. */
const answerTimeout = 5_000;

/** Listens on a channel of PostgreSQL's LISTEN and NOTIFY, on one connection, which it makes anew whenever it is lost. */
export class ChannelListener {
  readonly #options: ListenerOptions;
  #client: PgClient | undefined;
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

  /** Why it does not listen; undefined while it does, and before it was tried. */
  get lastError(): Error | undefined {
    return this.#lastError;
  }

  /** Settles when the first attempt to listen has ended, whatever its end was. */
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
    let client: PgClient | undefined;
    try {
      client = await connectClient(settings);
      const made = client;
      for (const event of ["error", "end"] as const)
        made.on(event, (error?: Error) => this.#lost(made, error));
      made.on("notification", ({ payload }) => onPayload(payload ?? ""));
      await ask(made, `listen ${channel}`);
      if (this.#isClosed) return this.#drop(made);
      this.#client = made;
      this.#isListening = true;
      this.#failures = 0;
      this.#lastError = undefined;
      this.#beatLater();
      onListening();
    } catch (error) {
      this.#drop(client);
      this.#failed(error as Error);
    }
  }

  #beatLater(): void {
    this.#timer = setTimeout(() => void this.#beat(), this.#options.heartbeatEvery).unref();
  }

  async #beat(): Promise<void> {
    const client = this.#client;
    if (client === undefined || this.#isClosed) return;
    try {
      await ask(client, "select 1");
      if (this.#client === client && !this.#isClosed) this.#beatLater();
    } catch (error) {
      this.#lost(client, error as Error);
    }
  }

  #lost(client: PgClient, error = new Error("the server closed the connection")): void {
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
    // Not all at once, where many processes have lost one server.
    this.#timer = setTimeout(() => this.#connectAgain(), pause * (0.5 + Math.random() / 2)).unref();
  }

  #connectAgain(): void {
    this.#connecting = this.#connect();
  }

  /** Cuts the connection; a half-open one would not answer to a farewell. */
  #drop(client: PgClient | undefined): void {
    if (client === undefined) return;
    if (this.#client === client) this.#client = undefined;
    this.#isListening = false;
    client.fail(new Error("the listener is closed"));
  }
}

async function ask(client: PgClient, text: string): Promise<void> {
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
