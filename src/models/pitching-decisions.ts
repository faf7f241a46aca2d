import * as z from "zod";
import { type Decision, decisions } from "../rules/vocabulary.js";
import { identifier, uuidText } from "./input-schemas.js";
import type { LineupEntry } from "./lineups-table.js";
import { once } from "./once.js";

/** The lineup entries of the pitchers whom the scorer credits with a game; null or left out for nobody. */
export type Decisions = { readonly [Credit in Decision]?: number | null | undefined };

/** Decisions with null for nobody. */
export type DecisionValues = Readonly<Record<Decision, number | null>>;

export const decisionsInput = once(() => {
  const pitcher = identifier().nullable().default(null);
  return z.strictObject({ gameId: uuidText(), win: pitcher, loss: pitcher, save: pitcher });
});

/** The fields of an entry that decide whether it can be credited. */
type PitcherEntry = Pick<LineupEntry, "id" | "teamId" | "position">;

/** Why a decision is not possible, as a phrase that follows its name. */
export interface BrokenDecision {
  readonly decision: Decision;
  readonly message: string;
}

/** The decisions of a game that are not possible, given the entries that have them. */
export function brokenDecisions(credited: Partial<Record<Decision, PitcherEntry>>): BrokenDecision[] {
  const { win, loss, save } = credited;
  const broken = (decision: Decision, message: string): BrokenDecision[] => [{ decision, message }];
  const isTwice = (entry: PitcherEntry | undefined, others: readonly (PitcherEntry | undefined)[]) =>
    entry !== undefined && others.some((other) => other?.id === entry.id);
  const isOfLosers = save !== undefined && (save.teamId === loss?.teamId || isOfAnother(save, win));
  return [
    ...decisions.flatMap((decision) => notPitched(decision, credited[decision])),
    ...(isTwice(loss, [win]) ? broken("loss", "must be another entry than win") : []),
    ...(isTwice(save, [win, loss]) ? broken("save", "must be another entry than win and loss") : []),
    ...(win !== undefined && win.id !== loss?.id && win.teamId === loss?.teamId
      ? broken("loss", "must be of the other team than win")
      : []),
    ...(isOfLosers && !isTwice(save, [loss]) ? broken("save", "must be of the team that won") : []),
  ];
}

const isOfAnother = (one: PitcherEntry, other: PitcherEntry | undefined) =>
  other !== undefined && other.teamId !== one.teamId;

function notPitched(decision: Decision, entry: PitcherEntry | undefined): BrokenDecision[] {
  if (entry === undefined || entry.position === "P") return [];
  return [
    {
      decision,
      message: `must be an entry that has pitched; the position of ${entry.id} is ${entry.position}`,
    },
  ];
}
