import { endsConnection, noteLastWord } from "./loss.js";

/** What of pg 8.23's connection tells how it goes on after an error. */
export interface AfterError {
  on(event: "readyForQuery" | "end", listener: () => void): void;
  off(event: "readyForQuery" | "end", listener: () => void): void;
}

/**
 * Waits, after an error of the server's, until the server is ready again, or gone: only then is it known what became of
 * the transaction. It says so in a message of its own, which may come later than the error.
 */
export function afterError(error: Error, connection: AfterError, act: () => void): void {
  if (endsConnection(error)) {
    act();
    return;
  }
  const ended = () => {
    noteLastWord(error);
    heard();
  };
  const heard = () => {
    connection.off("readyForQuery", heard);
    connection.off("end", ended);
    act();
  };
  connection.on("readyForQuery", heard);
  connection.on("end", ended);
}
