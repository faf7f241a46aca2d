import { ConfigurationError, ValidationError } from "../../errors/errors.js";
import { type GameRecords, gamesIn } from "../event-files/event-records.js";
import { isRoster, isTeamList } from "../event-files/season-names.js";
import { type TextFile, textFiles } from "../event-files/text-files.js";

/** Everything that an import reads. */
export interface SeasonSources {
  /** Event files, in the order in which they are read. */
  readonly events: readonly TextFile[];
  /** Files of box scores, which contain no plays. */
  readonly boxScores: readonly TextFile[];
  /** Rosters and lists of teams. */
  readonly lists: readonly TextFile[];
}

/** Retrosheet's event files, those of games that were deduced included: `2020BOS.EVA`, `1915CHN.EDN`. */
const isEventFile = (name: string) => /\.E[VD][A-Z]$/i.test(name);
const isBoxScoreFile = (name: string) => /\.EB[A-Z]$/i.test(name);

/**
 * Recognizes files, and the files in folders and zip archives, by their names: event files (`2020BOS.EVA`), rosters
 * (`BOS2020.ROS`) and lists of teams (`TEAM2020`). Other files of a folder are ignored. A file that is named itself must be one of
 * these, or begin like an event file.
 *
 * @throws {ConfigurationError} if a path cannot be read, a file is none of these, or no event file is found
 * @throws {ValidationError} with the file's name, if it cannot be read
 */
export async function findSources(paths: readonly string[]): Promise<SeasonSources> {
  const events: TextFile[] = [];
  const boxScores: TextFile[] = [];
  const lists: TextFile[] = [];
  for (const file of await textFiles(paths)) {
    if (isEventFile(file.name)) events.push(file);
    else if (isBoxScoreFile(file.name)) boxScores.push(file);
    else if (isRoster(file.name) || isTeamList(file.name)) lists.push(file);
    else if (file.isNamed) {
      if (!/^\uFEFF?id,/.test(await file.read())) throw unknownFile(file.name);
      events.push(file);
    }
  }
  if (events.length === 0 && boxScores.length === 0)
    throw new ConfigurationError(
      `There are no event files in ${paths.join(", ")}. Name at least one, such as 2020BOS.EVA, or a folder or zip archive that contains one.`,
      { details: { paths } },
    );
  return { events, boxScores, lists };
}

const unknownFile = (name: string) =>
  new ConfigurationError(
    `${name} is not a file of a season: neither one of Retrosheet's event files (2020BOS.EVA), which begin with an id record, nor a roster (BOS2020.ROS), a list of teams (TEAM2020) or a zip archive of these.`,
    { details: { file: name } },
  );

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
