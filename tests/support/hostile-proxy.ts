import { connect, createServer, type Server, type Socket } from "node:net";
import { type Message, MessageReader } from "./wire-messages.js";

/** A change of one of the server's messages: the bytes that the client gets instead. */
export type Mutation = (message: Message) => Mutated;
interface Mutated {
  readonly bytes: Buffer;
  /** Sent after the next message. */
  readonly behindNext?: Buffer;
  /** True to end the connection after these bytes. */
  readonly ends?: boolean;
}

/** How long nothing may move, after a mutation, until the connection is cut: a client that waits for more would wait forever. */
const longestSilence = 250;

/** A proxy between a client and a PostgreSQL server, on 127.0.0.1, that changes one of the server's messages. */
export class HostileProxy implements AsyncDisposable {
  /** The kinds of messages that the server has sent, in order, over all connections. */
  readonly seen: string[] = [];
  readonly #serverUrl: URL;
  readonly #target: number;
  readonly #mutate: Mutation | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #listener: Server = createServer((client) => this.#accept(client));

  private constructor(serverUrl: string, target: number, mutate: Mutation | undefined) {
    this.#serverUrl = new URL(serverUrl);
    this.#target = target;
    this.#mutate = mutate;
  }

  /** @param target which message is changed, from 0 */
  static async start(serverUrl: string, target = -1, mutate?: Mutation): Promise<HostileProxy> {
    const proxy = new HostileProxy(serverUrl, target, mutate);
    await new Promise<void>((resolve) => proxy.#listener.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    const url = new URL(this.#serverUrl);
    url.hostname = "127.0.0.1";
    url.port = `${(this.#listener.address() as { port: number }).port}`;
    url.searchParams.set("sslmode", "disable");
    return url.href;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#listener.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(client: Socket): void {
    const server = connect(Number(this.#serverUrl.port || 5432), this.#serverUrl.hostname);
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true).on("error", () => {});
      socket.on("close", () => this.#sockets.delete(socket));
    }
    const end = () => {
      client.end();
      server.end();
    };
    let silence: NodeJS.Timeout | undefined;
    const moved = () => {
      silence?.refresh();
    };
    client.on("data", (chunk) => {
      moved();
      if (server.writable) server.write(chunk);
    });
    const reader = new MessageReader("server");
    let behindNext: Buffer | undefined;
    server.on("data", (chunk: Buffer) => {
      moved();
      for (const message of reader.read(chunk)) {
        const isTarget = this.seen.length === this.#target;
        this.seen.push(message.type);
        const parts = [message.bytes];
        if (behindNext !== undefined) parts.push(behindNext);
        behindNext = undefined;
        if (isTarget && this.#mutate !== undefined) {
          const mutated = this.#mutate(message);
          parts[0] = mutated.bytes;
          behindNext = mutated.behindNext;
          silence ??= setTimeout(end, longestSilence).unref();
          if (client.writable) client.write(Buffer.concat(parts));
          if (mutated.ends) end();
        } else if (client.writable) client.write(Buffer.concat(parts));
      }
    });
    client.on("close", () => server.end());
    server.on("close", () => client.end());
  }
}
