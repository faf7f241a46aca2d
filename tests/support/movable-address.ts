import { connect, createServer, type Server } from "node:net";

/** An address on 127.0.0.1 that leads to a port and later to another, like a host name or a proxy at a switchover. */
export class MovableAddress implements AsyncDisposable {
  /** The port for new connections; open connections stay where they are. */
  target: number;
  readonly #listener: Server;

  private constructor(target: number) {
    this.target = target;
    this.#listener = createServer((client) => {
      const server = connect(this.target, "127.0.0.1");
      client.pipe(server).pipe(client);
      for (const socket of [client, server]) socket.setNoDelay(true).on("error", () => {});
      client.on("close", () => server.destroy());
      server.on("close", () => client.destroy());
    });
  }

  static async to(target: number): Promise<MovableAddress> {
    const address = new MovableAddress(target);
    await new Promise<void>((resolve) => address.#listener.listen(0, "127.0.0.1", resolve));
    return address;
  }

  /** A server's URL, by way of this address. */
  url(serverUrl: string): string {
    const url = new URL(serverUrl);
    url.port = `${(this.#listener.address() as { port: number }).port}`;
    url.searchParams.set("sslmode", "disable");
    return url.href;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
  }
}
