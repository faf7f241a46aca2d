import { liveGame } from "../rules/live-game.js";
import { firstSituation, situationAfter } from "../rules/situation.js";
import type { RecoveryRows } from "../statements/recovery.js";
import { recoverSession } from "./session-differences.js";
import type { RecoveredGame } from "./types.js";

/** Where a game stands, worked out of its last plays and its lineups. */
export function liveState(rows: RecoveryRows): RecoveredGame {
  const { game, lastPlay, playCount, inningPlays } = rows;
  const situation = lastPlay === null ? firstSituation : situationAfter(lastPlay);
  return {
    gameId: game.id,
    status: game.status,
    stateVersion: game.stateVersion,
    game,
    ...liveGame(rows),
    playCount,
    lastPlay,
    inningPlays: lastPlay?.inning === situation.inning && lastPlay.half === situation.half ? inningPlays : [],
    session: rows.session && recoverSession(rows.session, { ...rows, situation }),
  };
}
