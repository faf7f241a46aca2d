import { ValidationError } from "../../errors/index.js";
import { type GameRecords, gamesIn } from "../event-files/records.js";
import type { TextFile } from "../event-files/text-files.js";

/** The next item in the files of a season. */
export type SeasonPart =
  | { readonly kind: "game"; readonly game: GameRecords }
  /** A file that cannot be read further. The others are read. */
  | { readonly kind: "problem"; readonly problem: ValidationError }
  | { readonly kind: "read"; readonly bytes: number };

/** Yields one game after another, with at most the longest file in memory. */
export async function* readSeason(files: readonly TextFile[]): AsyncGenerator<SeasonPart, void> {
  for (const file of files) {
    let read = 0;
    try {
      const text = await file.read();
      let lines = 0;
      const allLines = Math.max(1, text.length / averageLine);
      for (const game of gamesIn(file.name, text)) {
        yield { kind: "game", game };
        lines += game.records.length;
        const now = Math.min(file.size, Math.round((file.size * lines) / allLines));
        if (now > read) yield { kind: "read", bytes: now - read };
        read = Math.max(now, read);
      }
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      yield { kind: "problem", problem: error };
    }
    yield { kind: "read", bytes: file.size - read };
  }
}

/** An estimate of how far a file is read, for the progress. */
const averageLine = 30;
