import { type Column, eq, type SQL, sql } from "drizzle-orm";
import { type Game, games } from "../models/games-table.js";
import { type LineupEntry, lineups } from "../models/lineups-table.js";
import { type Play, plays } from "../models/plays-table.js";
import { type RosterLink, rosterLinks } from "../models/roster-links-table.js";
import { type GameProgress, progressFields } from "./life-cycle-statements.js";
import { build, compile, type Statement, textRows, textRowsReader, withCodec } from "./statement.js";
import { gameColumns, lineupColumns, playColumns, rosterColumns } from "./statement-columns.js";

/** A game with its active lineups and all its plays, as of one instant. */
export interface LoadedGame {
  /** The game's row. */
  readonly game: Game;
  /** The active lineup entries, in order of entry. */
  readonly lineups: LineupEntry[];
  /** All plays, in order. */
  readonly plays: Play[];
}

/** A game with everything that is stored of it, as of one instant; lineup entries in order of entry. */
export interface WholeGame extends LoadedGame {
  readonly roster: RosterLink[];
}

const gameId = sql.placeholder("gameId");

/** All of a game's rows of one table, as one value: several tables in one statement are read as of one instant. */
function rowsOf(
  table: typeof lineups | typeof plays | typeof rosterLinks,
  columns: Record<string, Column>,
  order: Column,
  where?: SQL,
) {
  return sql<string>`(select ${textRows(columns, order)} from ${table} where ${table.gameId} = ${gameId}${where})`;
}

const loadedFields = {
  game: gameColumns,
  lineups: rowsOf(lineups, lineupColumns, lineups.id, sql` and ${lineups.isActive}`),
  plays: rowsOf(plays, playColumns, plays.playNumber),
};
const wholeFields = {
  game: gameColumns,
  lineups: rowsOf(lineups, lineupColumns, lineups.id),
  plays: rowsOf(plays, playColumns, plays.playNumber),
  roster: rowsOf(rosterLinks, rosterColumns, rosterLinks.id),
};

const readLineups = textRowsReader<LineupEntry>(lineupColumns);
const readPlays = textRowsReader<Play>(playColumns);
const readRoster = textRowsReader<RosterLink>(rosterColumns);

interface LoadedRow {
  readonly game: Game;
  readonly lineups: string;
  readonly plays: string;
}

const loadedRow: Statement<{ gameId: string }, LoadedRow> = compile({
  name: "loadGameState",
  access: "read",
  query: () => build.select(loadedFields).from(games).where(eq(games.id, gameId)),
  fields: loadedFields,
});

export const loadGameState: Statement<{ gameId: string }, LoadedGame> = withCodec(loadedRow, {
  decode: (values) => decodeLoaded(loadedRow.decode(values)),
});

const wholeRow: Statement<{ gameId: string }, LoadedRow & { roster: string }> = compile({
  name: "loadWholeGame",
  access: "read",
  query: () => build.select(wholeFields).from(games).where(eq(games.id, gameId)),
  fields: wholeFields,
});

export const loadWholeGame: Statement<{ gameId: string }, WholeGame> = withCodec(wholeRow, {
  decode(values) {
    const row = wholeRow.decode(values);
    return { ...decodeLoaded(row), roster: readRoster(row.roster) };
  },
});

const beforePlayFields = {
  progress: progressFields,
  game: gameColumns,
  lineups: rowsOf(lineups, lineupColumns, lineups.id),
  plays: rowsOf(plays, playColumns, plays.playNumber),
};

/** A game with all its lineup entries and plays, and its progress, as of one instant. */
export interface GameBeforePlay extends LoadedGame {
  readonly progress: GameProgress;
}

const beforePlayRow: Statement<{ gameId: string }, LoadedRow & { progress: GameProgress }> = compile({
  name: "loadGameBeforePlay",
  access: "read",
  query: () => build.select(beforePlayFields).from(games).where(eq(games.id, gameId)),
  fields: beforePlayFields,
});

export const loadGameBeforePlay: Statement<{ gameId: string }, GameBeforePlay> = withCodec(beforePlayRow, {
  decode(values) {
    const row = beforePlayRow.decode(values);
    return { ...decodeLoaded(row), progress: row.progress };
  },
});

function decodeLoaded(row: LoadedRow): LoadedGame {
  return { game: row.game, lineups: readLineups(row.lineups), plays: readPlays(row.plays) };
}
