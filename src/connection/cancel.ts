import { connect } from "node:net";

/** The protocol's number for a CancelRequest (PostgreSQL documentation, "Message Formats"). */
const cancelRequestCode = 80_877_102;
const patience = 5_000;

/**
 * Asks a server to cancel what one of its processes is doing, on a connection of its own, as the protocol wants it.
 * Settles when the server has taken the request, or could not be asked: a request is all that it is.
 */
export function requestCancel(
  host: string,
  port: number,
  processId: number,
  secretKey: number,
): Promise<void> {
  const request = Buffer.alloc(16);
  request.writeInt32BE(16, 0);
  request.writeInt32BE(cancelRequestCode, 4);
  request.writeInt32BE(processId, 8);
  request.writeInt32BE(secretKey, 12);
  return new Promise((resolve) => {
    const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    socket.setTimeout(patience, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => resolve());
    // Our side stays open until the other closes: a pooler forgets the request of a client that has hung up.
    socket.write(request);
    // The server answers nothing and closes; without reading, the close would go unnoticed.
    socket.resume();
  });
}
