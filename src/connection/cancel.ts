import pg from "pg";

/** What of a pg 8.23 client a cancel request needs. */
export interface Cancellable {
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
  on(event: "connect" | "sslconnect" | "error" | "end", listener: () => void): void;
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

const PgConnection = pg.Connection as unknown as new (config: object) => CancelConnection;
const patience = 5_000;

/**
 * Asks a server to cancel what one of its processes is doing, on a connection of its own, as the protocol wants it, and as
 * well protected as the client's. Settles when the server has taken the request, or could not be asked: a request is all
 * that it is.
 */
export function requestCancel({ host, port, ssl, sslNegotiation, processID, secretKey }: Cancellable) {
  return new Promise<void>((resolve) => {
    if (processID === null || secretKey === null) return resolve();
    const connection = new PgConnection({ ssl, sslNegotiation });
    const ask = () => connection.cancel(processID, secretKey);
    connection.stream.setTimeout(patience, () => connection.stream.destroy());
    connection.on("error", () => connection.stream.destroy());
    // The server answers nothing and closes. Our side stays open until then: a pooler forgets a client that has hung up.
    connection.on("end", () => resolve());
    connection.on("connect", () => {
      if (!ssl) ask();
      else if (sslNegotiation !== "direct") connection.requestSsl();
    });
    // Who has the key can cancel what is under way: it goes to nobody whose certificate was not accepted.
    connection.on("sslconnect", () => connection.stream.once("secureConnect", ask));
    if (host.startsWith("/")) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
  });
}
