import type { GameState } from "../../operations/game-operations.js";
import type { GameFile } from "./types.js";

/** Where the game stands after a play of the file: where its next play begins, or as it ended. */
export function stateAfter(file: GameFile, playIndex: number): GameState {
  const next = file.plays[playIndex + 1];
  if (next === undefined) return finalState(file);
  const { inning, half, homeScore, awayScore } = next;
  return { inning, half, homeScore, awayScore, status: "active" };
}

export function finalState({ game }: GameFile): GameState {
  const { inning, half, homeScore, awayScore, status, winnerTeamId, startedAt, completedAt } = game;
  return {
    inning,
    half,
    homeScore,
    awayScore,
    status,
    winnerTeamId: winnerTeamId ?? undefined,
    startedAt: startedAt ?? undefined,
    completedAt: completedAt ?? undefined,
  };
}
