import type { ClientBase, Connection } from "pg";
import { PgQuery } from "../../connection/pg-internals.js";

/** What pg has for those who send COPY's data, and its type declarations leave out. */
type CopyConnection = Connection & {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
};

/**
 * A COPY FROM STDIN whose rows are at hand as text. It is one of pg's own queries, because a connection in pipeline
 * mode takes no others.
 *
 * The rows go out behind the statement, without waiting for the server to ask for them: it reads them when it comes to
 * them, and drops them when the statement has failed.
 */
class CopyIn extends PgQuery {
  constructor(statement: string, data: Buffer, done: (error: Error | null) => void) {
    super({ text: statement }, done as () => void);
    this.submit = (connection) => {
      connection.query(statement);
      (connection as CopyConnection).sendCopyFromChunk(data);
      (connection as CopyConnection).endCopyFrom();
    };
  }

  /** Called by pg when the server asks for the rows, which are on their way. */
  handleCopyInResponse(): void {}
}

/** Runs one `copy … from stdin`, in its place among the client's other statements. */
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
