import { createServer, type Server, type Socket } from "node:net";

/** A server on 127.0.0.1 that is not PostgreSQL, and the number of its connections. */
export interface FakeServer extends AsyncDisposable {
  readonly port: number;
  readonly connections: number;
}

/** @param answer how it reacts to what a client sends; without it, it accepts connections and never answers */
export async function fakeServer(
  answer: (socket: Socket, sent: Buffer) => void = () => {},
): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (sent: Buffer) => answer(socket, sent));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    get connections() {
      return sockets.size;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
