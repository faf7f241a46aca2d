import { GameNotFoundError } from "../../errors/errors.js";
import type { LineupEntry } from "../../models/lineups-table.js";
import type { Play } from "../../models/plays-table.js";
import { checkArguments } from "../../operations/operation-input.js";
import type { Executor } from "../../session/executor.js";
import { loadWholeGame } from "../../statements/whole-game-statements.js";
import { type FileLineupEntry, type FilePlay, type GameFile, renamed } from "./game-file.js";

/**
 * Reads a complete game from the database, in one snapshot. Values that the database generates are not in the file: identifiers of
 * plays and entries, generated columns, and the state version.
 *
 * @throws {GameNotFoundError}
 * @throws {ValidationError} if `gameId` is not a UUID
 */
export async function readGame(database: Executor, gameId: string): Promise<GameFile> {
  const [whole] = await database.execute(loadWholeGame, checkArguments("readGame", { gameId }));
  if (whole === undefined)
    throw new GameNotFoundError(`There is no game ${gameId}.`, { details: { gameId } });
  const { stateVersion: _, ...game } = whole.game;
  const fileIds = new Map(whole.lineups.map(({ id }, index) => [id, index + 1]));
  const fileId = <Id extends number | null>(id: Id) => (id === null ? null : fileIds.get(id)) as Id;
  return {
    format: "dugout-game",
    version: 1,
    game,
    roster: whole.roster.map(({ teamId, cardId, playerId }) => ({ teamId, cardId, playerId })),
    lineups: whole.lineups.map((entry) => fileLineupEntry(entry, fileId)),
    plays: whole.plays.map((play) => filePlay(play, fileId)),
  };
}

type FileId = <Id extends number | null>(id: Id) => Id;

function fileLineupEntry({ gameId: _, ...entry }: LineupEntry, fileId: FileId): FileLineupEntry {
  return { ...entry, id: fileId(entry.id), replacingId: fileId(entry.replacingId) };
}

function filePlay(stored: Play, fileId: FileId): FilePlay {
  const { gameId: _game, id: _id, onBaseCode: _onBaseCode, runsScored: _runsScored, ...play } = stored;
  return renamed(play, fileId);
}
