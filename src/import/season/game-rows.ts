import type { Column } from "drizzle-orm";
import { games } from "../../models/games-table.js";
import { lineups } from "../../models/lineups-table.js";
import { plays } from "../../models/plays-table.js";
import { objectMaker } from "../../statements/statement.js";
import { gameColumns, insertable, lineupColumns } from "../../statements/statement-columns.js";
import { type GameFile, people } from "../game-file/game-file.js";

/** Rows of one table. */
export interface TableRows {
  readonly table: string;
  /** The TypeScript names of the columns that are written; the database generates the others. */
  readonly columns: Readonly<Record<string, Column>>;
  readonly rows: Iterable<object>;
}

/** A game that was stored in one step has changed once. */
const stateVersion = 1;
const feedVersion = 1;

/** The rows of `games`. */
export function gameRows(files: readonly GameFile[]): TableRows {
  return {
    table: "games",
    columns: { ...gameColumns, feedVersion: games.feedVersion },
    rows: files.map(({ game }) => ({ ...game, stateVersion, feedVersion })),
  };
}

/**
 * The rows of everything that belongs to the games, with the tables in the order of their references.
 *
 * @param entryIds one identifier of `lineups` for each entry of the games, in ascending order
 */
export function rowsBelow(files: readonly GameFile[], entryIds: readonly number[]): readonly TableRows[] {
  const numbered: NumberedGame[] = [];
  let entries = 0;
  for (const file of files) {
    const offset = entries - 1;
    numbered.push({ file, idOf: (id) => entryIds[offset + id] as number });
    entries += file.lineups.length;
  }
  const { lineups: ofLineups, plays: ofPlays, roster } = columnsBelow;
  return [
    { table: "lineups", columns: ofLineups, rows: rowsOf(numbered, entryRows) },
    { table: "plays", columns: ofPlays, rows: rowsOf(numbered, playRows) },
    { table: "roster_links", columns: roster, rows: rowsOf(numbered, rosterRows) },
  ];
}

/** A game, and the database's identifier for each of the file's. */
interface NumberedGame {
  readonly file: GameFile;
  readonly idOf: (id: number) => number;
}

/** Rows that are made when they are read, one after the other: a batch has thousands. */
function rowsOf(
  games: readonly NumberedGame[],
  rowsOfGame: (game: NumberedGame) => Iterable<object>,
): Iterable<object> {
  return {
    *[Symbol.iterator]() {
      for (const game of games) yield* rowsOfGame(game);
    },
  };
}

function* entryRows({ file, idOf }: NumberedGame): Generator<object, void> {
  const gameId = file.game.id;
  for (const entry of file.lineups) {
    const { id, replacingId } = entry;
    const replaced = replacingId === null ? null : idOf(replacingId);
    yield { ...entry, gameId, id: idOf(id), replacingId: replaced, feedVersion };
  }
}

function* playRows({ file, idOf }: NumberedGame): Generator<object, void> {
  const gameId = file.game.id;
  for (const play of file.plays)
    yield playRow(play as unknown as Readonly<Record<string, unknown>>, gameId, idOf);
}

function* rosterRows({ file }: NumberedGame): Generator<object, void> {
  for (const link of file.roster) yield { ...link, gameId: file.game.id };
}

const columnsBelow = {
  lineups: { ...lineupColumns, feedVersion: lineups.feedVersion },
  plays: { ...insertable.play, feedVersion: plays.feedVersion },
  roster: insertable.roster,
};
const fieldsOfPlays = Object.keys(columnsBelow.plays);
const isPerson = fieldsOfPlays.map((field) => people.some((person) => person === field));
const [gameIdIndex, feedVersionIndex] = [
  fieldsOfPlays.indexOf("gameId"),
  fieldsOfPlays.indexOf("feedVersion"),
];
const makeRow = objectMaker(Object.fromEntries(fieldsOfPlays.map((field, index) => [field, index])));

/** Reused, because there are very many rows of very many values. */
const values: unknown[] = fieldsOfPlays.map(() => null);

/** Written out for speed. */
function playRow(
  play: Readonly<Record<string, unknown>>,
  gameId: string,
  idOf: (id: number) => number,
): object {
  for (let index = 0; index < fieldsOfPlays.length; index += 1) {
    const value = play[fieldsOfPlays[index] as string];
    values[index] = isPerson[index] && value !== null ? idOf(value as number) : value;
  }
  values[gameIdIndex] = gameId;
  values[feedVersionIndex] = feedVersion;
  return makeRow(values);
}
