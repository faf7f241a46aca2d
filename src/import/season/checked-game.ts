import { type DugoutError, ValidationError, type ValidationIssue } from "../../errors/errors.js";
import { gameInput, gameRules } from "../../models/games-table.js";
import { inputSchema } from "../../models/input-schemas.js";
import { lineupRanges, lineupRules, lineups } from "../../models/lineups-table.js";
import { playRules } from "../../models/play-rules.js";
import { playPatterns, playRanges, plays } from "../../models/plays-table.js";
import { rosterLinks } from "../../models/roster-links-table.js";
import { validate } from "../../models/validate.js";
import type { EventRecord, GameRecords } from "../event-files/event-records.js";
import { replay } from "../event-files/replay-game.js";
import type { SeasonNames } from "../event-files/season-names.js";
import type { GameFile } from "../game-file/game-file.js";
import { brokenReferences } from "../game-file/references.js";

/** A game to store, and its source. */
export interface CheckedGame {
  readonly file: GameFile;
  /** Sentences about unusual records that were kept as closely as the rules allow. */
  readonly notices: readonly string[];
  /** Where the game comes from, with its first record only: the others would fill the memory until the game is stored. */
  readonly source: GameRecords;
}

const filePlay = inputSchema(plays, { ranges: playRanges, patterns: playPatterns, omit: ["gameId"] });
/** The file's own numbers of the entries are checked with what refers to them. */
const fileEntry = inputSchema(lineups, { ranges: lineupRanges, omit: ["id", "gameId", "feedVersion"] });
const fileLink = inputSchema(rosterLinks, { omit: ["id", "gameId"] });

/**
 * Makes a game from its records and checks it like the operations check their input, so that copied rows are as valid as recorded
 * ones.
 *
 * @param season the season that the game belongs to; by default the year in its key
 * @throws {ValidationError} with file, line, game and record
 */
export function checkedGame(
  source: GameRecords,
  names: SeasonNames,
  season: string | undefined,
): CheckedGame {
  const { file: replayed, notices, playRecords } = replay(source, names);
  const file = season === undefined ? replayed : { ...replayed, game: { ...replayed.game, season } };
  checkRows(file, source, playRecords);
  const broken = brokenReferences(file);
  if (broken.length > 0) throw gameError(source, broken);
  return { file, notices, source: { ...source, records: source.records.slice(0, 1) } };
}

function checkRows(file: GameFile, source: GameRecords, playRecords: readonly EventRecord[]): void {
  const first = source.records[0] as EventRecord;
  at(source, first, () => validate("The game", gameInput, file.game, gameRules));
  for (const { id: _, ...entry } of file.lineups)
    at(source, first, () => validate("The entry", fileEntry, entry, lineupRules));
  for (const link of file.roster) at(source, first, () => validate("The roster", fileLink, link));
  for (const [index, play] of file.plays.entries())
    at(source, playRecords[index] ?? first, () => validate("The play", filePlay, play, playRules));
}

/** Adds the record to an error. */
function at(source: GameRecords, record: EventRecord, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (error instanceof ValidationError) throw gameError(source, error.issues, { record });
    throw error;
  }
}

/** Adds file, line and game to an error. */
export function gameError(
  { file, key, records }: GameRecords,
  issues: readonly ValidationIssue[],
  {
    record = records[0] as EventRecord,
    cause,
  }: { record?: EventRecord; cause?: DugoutError | undefined } = {},
): ValidationError {
  const { line, kind, fields } = record;
  const text = [kind, ...fields].join(",");
  return new ValidationError(
    `Line ${line} of ${file} (game ${key}, record ${JSON.stringify(text)})`,
    issues,
    {
      ...(cause === undefined ? {} : { cause }),
      details: { file, line, record: text, sourceGameId: key },
    },
  );
}
