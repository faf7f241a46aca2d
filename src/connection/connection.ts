import type { CustomTypesConfig } from "pg";

/** One statement as it goes on the wire. */
export interface WireQuery {
  readonly text: string;
  readonly values?: readonly unknown[] | undefined;
  /** The prepared statement's name: one name, one text, for the life of the process. */
  readonly name?: string | undefined;
  readonly types?: CustomTypesConfig | undefined;
  /** How many columns the answer must have; left out, as many as the server describes. */
  readonly columns?: number | undefined;
  /**
   * True to send it in a request of its own, which is run whatever became of those before it, and answered whatever
   * becomes of those behind it. Without `values` its text may then hold several statements.
   */
  readonly isApart?: boolean;
  /**
   * How long an answer is waited for, once all that was sent before it is answered, until the connection counts as
   * lost, in milliseconds; 0 for ever.
   */
  readonly answerTimeout?: number | undefined;
}

export interface WireResult {
  /** PostgreSQL's command tag without its counts: `SELECT`, `INSERT`, `COMMIT`, `ROLLBACK` ... */
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: unknown[][];
  readonly fields: readonly { readonly name: string }[];
}

/**
 * A connection lent by a pool. Statements go out in call order, without waiting for each other's answers. Those of one
 * turn of the event loop are one request: PostgreSQL runs each of them only if all before it were run, and where one
 * fails, those behind it fail with it. Errors are the driver's own: the session translates them.
 */
export interface Connection {
  /** What broke the connection; undefined while it stands. On a lost one, nothing is sent any more. */
  readonly lost: Error | undefined;
  /** True while an answer is outstanding. */
  readonly isBusy: boolean;
  /** Whether this is a distributed PostgreSQL; undefined where it was not asked when the connection was made. */
  readonly isDistributed: boolean | undefined;
  /** How many requests have left. What is sent while this stays the same belongs to one request. */
  readonly requests: number;
  send(query: WireQuery): Promise<WireResult>;
  /**
   * Asks the server to end the statement under way, and waits a little for its answer. The request may arrive late
   * and hit what comes next, so nothing comes next: the connection is destroyed when it is given back, or before
   * that if no answer comes. Never throws.
   */
  cancel(): Promise<void>;
  /**
   * Cuts the connection, and has the server end what is under way there: it would not notice by itself before it
   * had an answer to send. Settles when the server was told. Never throws.
   */
  abandon(): Promise<void>;
  /**
   * Counts this connection, and all that were made before now, as lost: the server at the other end is no longer one to
   * write to. Those in use are closed as they come back.
   */
  distrust(because: Error): void;
  /** Gives the connection back if it is clean, and has it destroyed if not. Does nothing a second time. */
  giveBack(): void;
  /** Cuts the connection, whatever is under way on it, and has the pool forget it. */
  destroy(): void;
}
