import { getTableColumns } from "drizzle-orm";
import { gameSessions } from "../models/game-sessions.js";
import { games } from "../models/games.js";
import { lineups } from "../models/lineups.js";
import { plays } from "../models/plays/index.js";
import { rosterLinks } from "../models/roster-links.js";

/** Every column of each table, named: a column that a later migration adds must not change our rows. */
export const gameColumns = getTableColumns(games);
export const lineupColumns = getTableColumns(lineups);
export const playColumns = getTableColumns(plays);
export const rosterColumns = getTableColumns(rosterLinks);
export const gameSessionColumns = getTableColumns(gameSessions);

const { id: _lineupId, ...insertableLineup } = lineupColumns;
const { id: _playId, onBaseCode: _onBaseCode, runsScored: _runsScored, ...insertablePlay } = playColumns;
const { id: _rosterId, ...insertableRoster } = rosterColumns;
const { stateVersion: _stateVersion, ...insertableGame } = gameColumns;

/** The columns that an INSERT gives: all but those that the database makes. */
export const insertable = {
  game: insertableGame,
  lineup: insertableLineup,
  play: insertablePlay,
  roster: insertableRoster,
  gameSession: gameSessionColumns,
};
