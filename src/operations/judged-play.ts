import { IllegalPlayError } from "../errors/index.js";
import type { Play, PlayValues } from "../models/plays/index.js";
import { nextPlayInconsistencies } from "../recovery/verify/next-play.js";
import type { GameStateValues } from "../statements/games.js";
import type { LoadedGame } from "../statements/whole-game.js";

/** Why a play, or the state given with it, cannot be in the game as it stands: every reason, as sentences; none when it can. */
export function reasonsAgainstPlay(before: LoadedGame, play: PlayValues, state: GameStateValues): string[] {
  const { game } = before;
  const { inning, half, homeScore, awayScore } = state;
  const after = {
    ...game,
    ...{ inning, half, homeScore, awayScore },
    status: state.status ?? game.status,
    winnerTeamId: state.winnerTeamId ?? game.winnerTeamId,
  };
  const found = nextPlayInconsistencies(before, play as Play, after);
  return [...new Set(found.map(({ message }) => message))];
}

export function illegalPlay({ gameId, playNumber }: PlayValues, reasons: readonly string[]) {
  return new IllegalPlayError(
    `Play ${playNumber} of game ${gameId} is not recorded: it is strict. ${reasons.join(" ")}`,
    { details: { gameId, playNumber, reasons } },
  );
}
