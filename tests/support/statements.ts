import { gameInput } from "../../src/models/games.js";
import { lineupInput } from "../../src/models/lineups.js";
import { playInput } from "../../src/models/plays/index.js";
import * as gameSessions from "../../src/statements/game-sessions.js";
import * as games from "../../src/statements/games.js";
import * as lineups from "../../src/statements/lineups.js";
import * as plays from "../../src/statements/plays.js";
import * as rosters from "../../src/statements/rosters.js";
import type { Statement } from "../../src/statements/statement.js";
import * as wholeGame from "../../src/statements/whole-game.js";
import { sampleGame, sampleGameId, samplePlay } from "./sample-inputs.js";

type AnyStatement = Statement<unknown, unknown>;

const isStatement = (exported: unknown): exported is AnyStatement =>
  typeof exported === "object" && exported !== null && "text" in exported && "decode" in exported;

/** Every statement of the package that is not a user's own. */
export const statements: readonly AnyStatement[] = [games, plays, lineups, rosters, gameSessions, wholeGame]
  .flatMap((area): unknown[] => Object.values(area))
  .filter(isStatement);

const game = gameInput.parse(sampleGame);
const play = playInput.parse(samplePlay);
const entry = lineupInput.parse({ gameId: sampleGameId, teamId: 1, position: "SS" });
const state = { ...game, gameId: sampleGameId, status: null, winnerTeamId: null };
const rest = {
  ...{ lineupId: 7, after: 0, limit: null, cardId: 4, playerId: null },
  ...{ stateSnapshot: { a: 1 }, connectedUsers: null, lastActionAt: new Date(0) },
};

/** Values with which a statement can be encoded. */
export function valuesFor({ name }: AnyStatement): Record<string, unknown> {
  return name === "recordPlay" ? { play, state } : { ...play, ...entry, ...state, ...rest };
}
