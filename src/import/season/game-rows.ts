import type { Column } from "drizzle-orm";
import { games } from "../../models/games-table.js";
import { lineups } from "../../models/lineups-table.js";
import { plays } from "../../models/plays-table.js";
import { objectMaker } from "../../statements/statement.js";
import { gameColumns, insertable, lineupColumns } from "../../statements/statement-columns.js";
import { type FilePlay, type GameFile, people } from "../game-file/game-file.js";

/** Rows of one table. */
export interface TableRows {
  readonly table: string;
  /** The TypeScript names of the columns that are written; the database generates the others. */
  readonly columns: Readonly<Record<string, Column>>;
  readonly rows: readonly object[];
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
  const entries: object[] = [];
  const playRows: object[] = [];
  const roster: object[] = [];
  for (const file of files) {
    const gameId = file.game.id;
    const offset = entries.length - 1;
    const idOf = (id: number) => entryIds[offset + id] as number;
    for (const entry of file.lineups) {
      const { id, replacingId } = entry;
      entries.push({
        ...entry,
        gameId,
        id: idOf(id),
        replacingId: replacingId === null ? null : idOf(replacingId),
        feedVersion,
      });
    }
    for (const play of file.plays) playRows.push(playRow(play, gameId, idOf));
    for (const link of file.roster) roster.push({ ...link, gameId });
  }
  return [
    { table: "lineups", columns: { ...lineupColumns, feedVersion: lineups.feedVersion }, rows: entries },
    { table: "plays", columns: columnsOfPlays, rows: playRows },
    { table: "roster_links", columns: insertable.roster, rows: roster },
  ];
}

const columnsOfPlays = { ...insertable.play, feedVersion: plays.feedVersion };
const fieldsOfPlays = Object.keys(columnsOfPlays);
const isPerson = fieldsOfPlays.map((field) => people.some((person) => person === field));
const makeRow = objectMaker(Object.fromEntries(fieldsOfPlays.map((field, index) => [field, index])));

/** Written out for speed, because there are very many rows. */
function playRow(play: FilePlay, gameId: string, idOf: (id: number) => number): object {
  const given = play as unknown as Readonly<Record<string, unknown>>;
  return makeRow(
    fieldsOfPlays.map((field, index) => {
      if (field === "gameId") return gameId;
      if (field === "feedVersion") return feedVersion;
      const value = given[field];
      return isPerson[index] && value !== null ? idOf(value as number) : value;
    }),
  );
}
