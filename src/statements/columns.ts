import { getTableColumns } from "drizzle-orm";
import { gameSessions } from "../models/game-sessions.js";
import { games } from "../models/games.js";
import { lineups } from "../models/lineups.js";
import { plays } from "../models/plays/index.js";
import { rosterLinks } from "../models/roster-links.js";

const { feedVersion: _gameStamp, ...gameColumns } = getTableColumns(games);
const { feedVersion: _lineupStamp, ...lineupColumns } = getTableColumns(lineups);
const { feedVersion: _playStamp, stateHash: _stateHash, ...playColumns } = getTableColumns(plays);
const rosterColumns = getTableColumns(rosterLinks);
const gameSessionColumns = getTableColumns(gameSessions);

/**
 * Every column of each table, named: a column that a later migration adds must not change our rows. Not
 * among them is what the operations keep there for themselves, such as the feed's stamps.
 */
export { gameColumns, gameSessionColumns, lineupColumns, playColumns, rosterColumns };

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
