import type { Game } from "../../models/games.js";
import type { Half } from "../../models/vocabulary.js";

/** The team at bat, and the one in the field. */
export function teamsOf({ awayTeamId, homeTeamId }: Game, half: Half) {
  return half === "top"
    ? { batting: awayTeamId, fielding: homeTeamId }
    : { batting: homeTeamId, fielding: awayTeamId };
}
