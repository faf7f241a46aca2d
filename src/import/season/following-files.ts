import { basename } from "node:path";
import type { ByteMeter } from "../retrosheet/bytes.js";
import { GameCursor } from "../retrosheet/game-cursor.js";
import type { SourceRow } from "../retrosheet/row.js";
import type { SourceFile } from "./sources.js";

/**
 * Files whose rows follow the plays of games: those of substitutions, or those of games. Which file belongs to which
 * plays is not known; a file is opened when its first game comes, and closed after its last.
 */
export class FollowingFiles {
  #waiting: readonly SourceFile[];
  readonly #meter: ByteMeter;
  readonly #open = new Set<GameCursor>();

  constructor(files: readonly SourceFile[], meter: ByteMeter) {
    this.#waiting = files.filter(({ firstGameId }) => firstGameId !== undefined);
    this.#meter = meter;
  }

  /** The rows of the game, where they come next. */
  async take(gameId: string): Promise<SourceRow[]> {
    const begins = ({ firstGameId }: SourceFile) => firstGameId === gameId;
    for (const { path } of this.#waiting.filter(begins)) this.#open.add(new GameCursor(path, this.#meter));
    this.#waiting = this.#waiting.filter((file) => !begins(file));
    const rows: SourceRow[] = [];
    for (const cursor of this.#open) {
      rows.push(...(await cursor.take(gameId)));
      if ((await cursor.peek()) === undefined) this.#open.delete(cursor);
    }
    return rows;
  }

  /** Which games come next instead: `cwgame.csv, where line 7 has CHN202007240`. */
  async whatIsNext(): Promise<string> {
    const open = await Promise.all(
      [...this.#open].map(async (cursor) => {
        const row = await cursor.peek();
        return `${basename(cursor.path)}, where line ${row?.line} has ${row?.gameId}`;
      }),
    );
    const waiting = this.#waiting.map(
      ({ path, firstGameId }) => `${basename(path)}, which begins with ${firstGameId}`,
    );
    return [...open, ...waiting].slice(0, 3).join("; ") || "none: the files have ended";
  }

  /** @throws {ValidationError} naming the first row whose game did not come */
  async expectEnd(): Promise<void> {
    for (const { path } of this.#waiting) this.#open.add(new GameCursor(path, this.#meter));
    for (const cursor of this.#open) {
      const row = await cursor.peek();
      row?.refuse(
        "GAME_ID",
        "is that of a game whose plays are not there, or not in this place: all files must have their games in the same order",
      );
    }
  }

  async close(): Promise<void> {
    for (const cursor of this.#open) await cursor.close();
  }
}
