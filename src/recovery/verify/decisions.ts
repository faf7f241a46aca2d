import { type BrokenDecision, brokenDecisions } from "../../models/decisions.js";
import type { Game } from "../../models/games.js";
import type { LineupEntry } from "../../models/lineups.js";
import type { Decision } from "../../models/vocabulary.js";
import { type Inconsistency, nameOf } from "./inconsistency.js";

const credits: Readonly<Record<Decision, string>> = { win: "The win", loss: "The loss", save: "The save" };

/**
 * Pitchers who cannot be credited as they are: by each other, or by how the game ended, unless that is what is wrong.
 */
export function decisionInconsistencies(
  game: Game,
  lineups: readonly LineupEntry[],
  { isEndingRight }: { readonly isEndingRight: boolean },
): Inconsistency[] {
  const decided = lineups.flatMap((entry) => (entry.decision === null ? [] : [[entry.decision, entry]]));
  const credited: Partial<Record<Decision, LineupEntry>> = Object.fromEntries(decided);
  const broken = brokenDecisions(credited);
  const unlike = isEndingRight ? unlikeEnding(game, credited, broken) : [];
  return [...broken, ...unlike].flatMap(({ decision, message }) => {
    const entry = credited[decision];
    if (entry === undefined) return [];
    return [{ kind: "decision", message: `${credits[decision]} of ${nameOf(entry)} ${message}.` }];
  });
}

/** What is wrong already among the decisions is not told again. */
function unlikeEnding(
  { status, winnerTeamId }: Game,
  credited: Partial<Record<Decision, LineupEntry>>,
  broken: readonly BrokenDecision[],
): BrokenDecision[] {
  const entries = Object.entries(credited) as [Decision, LineupEntry][];
  if (status !== "completed")
    return entries.map(([decision]) => ({ decision, message: `cannot be: the game is ${status}` }));
  if (winnerTeamId === null)
    return entries.map(([decision]) => ({ decision, message: "cannot be: the game has no winner" }));
  return entries.flatMap(([decision, { teamId }]) => {
    const isWrong = (teamId === winnerTeamId) === (decision === "loss");
    if (!isWrong || broken.some((each) => each.decision === decision)) return [];
    return [{ decision, message: `cannot be: team ${teamId} ${decision === "loss" ? "won" : "lost"}` }];
  });
}
