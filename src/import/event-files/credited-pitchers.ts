import { brokenDecisions } from "../../models/pitching-decisions.js";
import { type Decision, decisions } from "../../rules/vocabulary.js";
import type { FileLineupEntry } from "../game-file/game-file.js";
import type { GameInfo } from "./game-info.js";
import { playerNumber } from "./retrosheet-codes.js";

const names: Readonly<Record<Decision, string>> = { win: "wp", loss: "lp", save: "save" };

/**
 * Sets the pitchers' decisions, each on the last entry in which the pitcher pitched. Contradictory ones are left out.
 *
 * @param winnerTeamId null for a tie
 * @returns sentences about what was left out
 */
export function decide(
  entries: readonly FileLineupEntry[],
  info: GameInfo,
  winnerTeamId: number | null,
): string[] {
  const notices: string[] = [];
  const credited: Partial<Record<Decision, FileLineupEntry>> = {};
  for (const decision of decisions) {
    const name = names[decision];
    const id = info.text(name);
    if (id === "") continue;
    const playerId = playerNumber(id);
    const pitched = entries.findLast((entry) => entry.playerId === playerId && entry.position === "P");
    const reason = pitched === undefined ? "has not pitched" : against(decision, pitched, winnerTeamId);
    if (pitched === undefined || reason !== undefined)
      notices.push(`${name} is ${id}, who ${reason}; the decision was left out`);
    else credited[decision] = pitched;
  }
  for (const { decision, message } of brokenDecisions(credited)) {
    notices.push(`${names[decision]} ${message}; the decision was left out`);
    delete credited[decision];
  }
  for (const decision of decisions) {
    const entry = credited[decision];
    if (entry !== undefined) entry.decision = decision;
  }
  return notices;
}

function against(
  decision: Decision,
  { teamId }: FileLineupEntry,
  winnerTeamId: number | null,
): string | undefined {
  if (winnerTeamId === null) return "pitched in a tie";
  if ((teamId === winnerTeamId) !== (decision === "loss")) return undefined;
  return decision === "loss" ? "pitched for the team that won" : "pitched for the team that lost";
}
