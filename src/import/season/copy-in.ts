import pg, { type ClientBase, type Connection } from "pg";

/** pg's methods for sending COPY data, which its type declarations omit. */
type CopyConnection = Connection & {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
};

/**
 * A COPY FROM STDIN whose rows are available as text. It is implemented as a query of pg, because a connection in pipeline mode
 * accepts no other.
 *
 * The rows are sent right after the statement, without waiting for the server's request. The server discards them if the statement
 * fails.
 */
class CopyIn extends pg.Query {
  constructor(statement: string, data: Buffer, done: (error: Error | null) => void) {
    super({ text: statement }, done as () => void);
    this.submit = (connection) => {
      connection.query(statement);
      (connection as CopyConnection).sendCopyFromChunk(data);
      (connection as CopyConnection).endCopyFrom();
    };
  }

  /** Called by pg when the server requests the rows, which are already sent. */
  handleCopyInResponse(): void {}
}

/** Runs one `copy … from stdin` in order with the client's other statements. */
export function copyIn(client: ClientBase, statement: string, lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(
      new CopyIn(statement, Buffer.from(lines), (error) => {
        if (error) reject(error);
        else resolve();
      }),
    );
  });
}
