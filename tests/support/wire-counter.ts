import { connect, createServer, type Server, type Socket } from "node:net";
import { endsAnswer, endsRequest, MessageReader } from "./wire-messages.js";

/** What went over the wire; bytes as seen from the client. */
export interface WireCounts {
  statements: number;
  /** How often a client sent something while it waited for no answer. */
  roundTrips: number;
  bytesSent: number;
  bytesReceived: number;
}

const nothing: WireCounts = { statements: 0, roundTrips: 0, bytesSent: 0, bytesReceived: 0 };

/** A proxy between clients and a PostgreSQL server, on 127.0.0.1, that counts messages and bytes. It can also add a delay. */
export class WireCounter {
  /** Since the start, or the last `reset`. Connecting does not count. */
  counts: WireCounts = { ...nothing };
  readonly #serverUrl: URL;
  readonly #delay: number;
  readonly #sockets = new Set<Socket>();
  readonly #listener: Server = createServer((client) => this.#accept(client));

  private constructor(serverUrl: string, delay: number) {
    this.#serverUrl = new URL(serverUrl);
    this.#delay = delay;
  }

  /** @param delay how long what is sent takes in each direction, in milliseconds */
  static async start(serverUrl: string, delay = 0): Promise<WireCounter> {
    const counter = new WireCounter(serverUrl, delay);
    await new Promise<void>((resolve) => counter.#listener.listen(0, "127.0.0.1", resolve));
    return counter;
  }

  /** The database's URL, by way of this counter. */
  get url(): string {
    const url = new URL(this.#serverUrl);
    url.hostname = "127.0.0.1";
    url.port = `${(this.#listener.address() as { port: number }).port}`;
    url.searchParams.set("sslmode", "disable");
    return url.href;
  }

  reset(): void {
    this.counts = { ...nothing };
  }

  close(): void {
    this.#listener.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(client: Socket): void {
    const server = connect(Number(this.#serverUrl.port || 5432), this.#serverUrl.hostname);
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true).on("error", () => {});
    }
    const fromClient = new MessageReader("client");
    const fromServer = new MessageReader("server");
    // The startup is a request too, and what belongs to it does not count.
    let isStarting = true;
    let unanswered = 1;
    let isWithinRequest = false;
    client.on("data", (chunk: Buffer) => {
      for (const message of fromClient.read(chunk)) {
        if (isStarting || message.type === "X") continue;
        if (unanswered === 0 && !isWithinRequest) this.counts.roundTrips += 1;
        isWithinRequest = !endsRequest(message);
        if (!isWithinRequest) unanswered += 1;
        if (message.type === "Q" || message.type === "E") this.counts.statements += 1;
      }
      if (!isStarting) this.counts.bytesSent += chunk.length;
      this.#pass(server, chunk);
    });
    server.on("data", (chunk: Buffer) => {
      if (!isStarting) this.counts.bytesReceived += chunk.length;
      for (const message of fromServer.read(chunk)) {
        if (!endsAnswer(message)) continue;
        unanswered -= 1;
        isStarting = false;
      }
      this.#pass(client, chunk);
    });
    client.on("close", () => server.end());
    server.on("close", () => client.end());
  }

  #pass(socket: Socket, chunk: Buffer): void {
    const write = () => {
      if (socket.writable) socket.write(chunk);
    };
    if (this.#delay === 0) write();
    else setTimeout(write, this.#delay);
  }
}
