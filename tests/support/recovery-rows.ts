import { inningPlayOf } from "../../src/rules/scoring/scoring-game.js";
import type { RecoveryRows } from "../../src/statements/recovery-statements.js";
import type { SimulatedGame } from "./simulated-game.js";

/** The rows that the database would return for a simulated game. */
export function rowsOf({ game, plays, lineups }: SimulatedGame): RecoveryRows {
  const lastPlay = plays.at(-1) ?? null;
  const named = [
    ...[lastPlay?.batterId, lastPlay?.onFirstId, lastPlay?.onSecondId, lastPlay?.onThirdId],
    ...[lastPlay?.pitcherId, lastPlay?.responsiblePitcherId],
    ...[lastPlay?.onFirstPitcherId, lastPlay?.onSecondPitcherId, lastPlay?.onThirdPitcherId],
  ];
  return {
    game,
    lastPlay,
    playCount: plays.length,
    inningPlays: plays
      .filter(({ inning, half }) => inning === lastPlay?.inning && half === lastPlay.half)
      .map(inningPlayOf),
    lastTurns: {
      top: plays.findLast(({ half }) => half === "top") ?? null,
      bottom: plays.findLast(({ half }) => half === "bottom") ?? null,
    },
    lineups: lineups.filter(({ id, isActive }) => isActive || named.includes(id)),
    session: null,
  };
}
