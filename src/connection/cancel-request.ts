import { PgWireConnection } from "./pg-internals.js";

/** What a cancel request needs of a pg 8.23 client. */
export interface CancelTarget {
  readonly host: string;
  readonly port: number;
  readonly ssl: unknown;
  readonly sslNegotiation: string;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/** What pg's connection has, and its type declarations leave out. */
interface CancelConnection {
  readonly stream: NodeJS.ReadWriteStream & {
    setTimeout(milliseconds: number, listener: () => void): void;
    destroy(): void;
    once(event: "secureConnect", listener: () => void): void;
  };
  attachListeners(stream: NodeJS.ReadableStream): void;
  on(event: "connect" | "sslconnect" | "error" | "end", listener: () => void): void;
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

const CancelConnection = PgWireConnection as unknown as new (config: object) => CancelConnection;
/** How long the server may take to accept the request, in milliseconds. */
const cancelTimeout = 5_000;

/**
 * Sends a CancelRequest for what a client is running, on a new connection as the protocol requires, with the client's TLS
 * settings. Settles when the server has received the request, or could not be reached. The statement may still run.
 */
export function requestCancel({ host, port, ssl, sslNegotiation, processID, secretKey }: CancelTarget) {
  return new Promise<void>((resolve) => {
    if (processID === null || secretKey === null) return resolve();
    const connection = new CancelConnection({ ssl, sslNegotiation });
    const ask = () => connection.cancel(processID, secretKey);
    // A cancel request has no answer. pg would parse whatever arrives, and an error that it throws there ends the process.
    connection.attachListeners = (stream) => stream.on("data", () => connection.stream.destroy());
    connection.stream.setTimeout(cancelTimeout, () => connection.stream.destroy());
    connection.on("error", () => connection.stream.destroy());
    // The server closes the connection. This side stays open until then: a pooler drops the request of a client that has left.
    connection.on("end", () => resolve());
    connection.on("connect", () => {
      if (!ssl) ask();
      else if (sslNegotiation !== "direct") connection.requestSsl();
    });
    // The key lets its holder cancel statements: it is sent only to a server whose certificate was accepted.
    connection.on("sslconnect", () => connection.stream.once("secureConnect", ask));
    if (host.startsWith("/")) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
  });
}
