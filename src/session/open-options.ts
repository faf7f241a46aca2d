import type { DatabaseOptions } from "../connection/settings.js";

export interface OpenOptions extends DatabaseOptions {
  /**
   * A session open for longer than this many milliseconds is reported, once, as a process warning of the name
   * `DugoutLongSession`, with the place that opened it; 0 never. Default 30,000.
   */
  readonly warnOfSessionsAfter?: number;
  /**
   * The URL of a streaming replica of the same server, which `database.reader()` may read from; undefined or empty for
   * none. It need not be up: it is used when it is. The other options count for it too.
   */
  readonly replica?: string | undefined;
  /**
   * True to have PostgreSQL tell the live feeds of other processes, after each commit and on a connection of its own,
   * which games have changed (`NOTIFY`). Feeds of this process need none, and without it the others see a change at their next
   * look. Default false.
   */
  readonly announce?: boolean;
}

export interface CloseOptions {
  /** How long work under way may take to end, in milliseconds. What is not done by then is cut off. Default 10,000. */
  readonly within?: number;
}
