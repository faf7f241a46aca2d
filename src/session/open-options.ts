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
}

export interface CloseOptions {
  /** How long work under way may take to end, in milliseconds. What is not done by then is cut off. Default 10,000. */
  readonly within?: number;
}
