import type { ByteMeter } from "./bytes.js";
import { readRows } from "./csv.js";
import type { SourceRow } from "./row.js";

/** No game has as many rows: plays are numbered by a `smallint`. */
const mostRows = 32_767;

/** Reads a file game by game, one row ahead. */
export class GameCursor {
  readonly path: string;
  readonly #rows: AsyncGenerator<SourceRow, void>;
  #next: Promise<IteratorResult<SourceRow, void>> | undefined;

  constructor(path: string, meter?: ByteMeter) {
    this.path = path;
    this.#rows = readRows(path, meter);
  }

  /** The rows of the game, if they come next; none if another game does. */
  async take(gameId: string): Promise<SourceRow[]> {
    const taken: SourceRow[] = [];
    for (let row = await this.peek(); row?.gameId === gameId; row = await this.peek()) {
      if (taken.length === mostRows) row.refuse("GAME_ID", `is that of more than ${mostRows} rows`);
      taken.push(row);
      this.#next = undefined;
    }
    return taken;
  }

  /** The next row, which stays the next; undefined at the end of the file. */
  async peek(): Promise<SourceRow | undefined> {
    this.#next ??= this.#rows.next();
    const { done, value } = await this.#next;
    return done ? undefined : (value as SourceRow);
  }

  async close(): Promise<void> {
    await this.#rows.return(undefined);
  }
}
