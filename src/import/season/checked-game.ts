import { type DugoutError, ValidationError, type ValidationIssue } from "../../errors/index.js";
import { gameInput, gameRules } from "../../models/games.js";
import { identifier, inputSchema } from "../../models/input.js";
import { lineupInput, lineupRules } from "../../models/lineups.js";
import { playPatterns, playRanges, playRules, plays } from "../../models/plays/index.js";
import { validate } from "../../models/validate.js";
import { brokenReferences } from "../game-file/references.js";
import type { GameFile } from "../game-file/types.js";
import { toGameFile } from "../retrosheet/game-file.js";
import type { GameRows } from "../retrosheet/read-games.js";
import type { SourceRow } from "../retrosheet/row.js";

/** A game as it will be stored, and where it came from. */
export interface CheckedGame {
  readonly file: GameFile;
  /** The first row of its plays, by which it is named in errors. */
  readonly source: SourceRow;
}

const filePlay = inputSchema(plays, { ranges: playRanges, patterns: playPatterns, omit: ["gameId"] });
const fileEntry = lineupInput.omit({ gameId: true }).extend({
  id: identifier.min(1),
  cardId: identifier.nullable(),
  playerId: identifier.nullable(),
});

/**
 * Makes a game of its rows and checks it as the operations check what they are given, so that rows that are copied
 * into the tables hold what recorded ones do.
 *
 * @param season the name of the season that the game counts for; left out, the year of its date
 * @throws {ValidationError} naming file, line, game and field
 */
export function checkedGame(rows: GameRows, season: string | undefined): CheckedGame {
  const [source] = rows.events as readonly [SourceRow, ...SourceRow[]];
  expectWhole(rows);
  const converted = toGameFile(rows);
  const file = season === undefined ? converted : { ...converted, game: { ...converted.game, season } };
  checkRows(file, rows);
  const broken = brokenReferences(file);
  if (broken.length > 0) throw rowError(source, broken);
  return { file, source };
}

/** A file that was cut between two lines ends within a game, and looks whole. */
function expectWhole({ events }: GameRows): void {
  const [first] = events;
  const last = events.at(-1);
  if (first?.has("GAME_NEW_FL") && !first.flag("GAME_NEW_FL"))
    first.refuse(
      "GAME_NEW_FL",
      "is F, but no play of this game comes before it: the plays before are missing",
    );
  if (last?.has("GAME_END_FL") && !last.flag("GAME_END_FL"))
    last.refuse("GAME_END_FL", "is F, but no play of this game comes after it: the plays after are missing");
}

function checkRows(file: GameFile, { game, events, substitutions }: GameRows): void {
  at(game, () => validate("The game", gameInput, file.game, gameRules));
  const starters = file.lineups.length - substitutions.length;
  for (const [index, entry] of file.lineups.entries()) {
    at(substitutions[index - starters] ?? game, () => validate("The entry", fileEntry, entry, lineupRules));
  }
  for (const [index, play] of file.plays.entries()) {
    at(events[index] ?? game, () => validate("The play", filePlay, play, playRules));
  }
}

/** Says of which row it is that something is wrong. */
function at(row: SourceRow, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (error instanceof ValidationError) throw rowError(row, error.issues);
    throw error;
  }
}

/** Names the file, the line and the game. */
export function rowError(
  row: SourceRow,
  issues: readonly ValidationIssue[],
  cause?: DugoutError,
): ValidationError {
  return new ValidationError(`Line ${row.line} of ${row.file} (game ${row.gameId})`, issues, {
    ...(cause === undefined ? {} : { cause }),
    details: { file: row.file, line: row.line, sourceGameId: row.gameId },
  });
}
