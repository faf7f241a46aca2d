import { isFieldingPosition, isSamePerson } from "../../rules/lineups/team-lineup.js";
import type { FileLineupEntry } from "./game-file.js";

/** Entries of one team that began together: its starters, or one substitution. */
export interface LineupStep {
  readonly isStart: boolean;
  readonly teamId: number;
  readonly entries: readonly FileLineupEntry[];
  /** Entries that ended in this step without a successor in their batting slot. */
  readonly leaves: readonly number[];
}

/**
 * The changes in the lineups right after a play (0: before the first), as steps in the order of the entries. Consecutive entries of
 * one team are one step, unless one replaced the other.
 */
export function stepsAfter(lineups: readonly FileLineupEntry[], playNumber: number): LineupStep[] {
  const runs: FileLineupEntry[][] = [];
  for (const entry of lineups.filter(({ afterPlay }) => afterPlay === playNumber)) {
    const run = runs.at(-1);
    if (run !== undefined && belongsTo(run, entry)) run.push(entry);
    else runs.push([entry]);
  }
  const waiting = new Set(goneWithoutReplacement(lineups, playNumber));
  return runs.map((entries) => {
    const leaves = [...waiting].filter((gone) => entries.some((entry) => takesPosition(entry, gone)));
    for (const gone of leaves) waiting.delete(gone);
    const [{ teamId, replacingId }] = entries as [FileLineupEntry, ...FileLineupEntry[]];
    return { isStart: replacingId === null, teamId, entries, leaves: leaves.map(({ id }) => id) };
  });
}

/** Entries that ended right after a play without a step. */
export function leaversAfter(lineups: readonly FileLineupEntry[], playNumber: number): FileLineupEntry[] {
  const steps = stepsAfter(lineups, playNumber);
  const isInStep = (gone: FileLineupEntry) =>
    steps.some(
      ({ entries, leaves }) => leaves.includes(gone.id) || entries.some((entry) => isBoth(entry, gone)),
    );
  return goneWithoutReplacement(lineups, playNumber).filter((gone) => !isInStep(gone));
}

function belongsTo(run: readonly FileLineupEntry[], entry: FileLineupEntry): boolean {
  const [first] = run;
  const isSameKind = (first?.replacingId === null) === (entry.replacingId === null);
  return first?.teamId === entry.teamId && isSameKind && !run.some(({ id }) => id === entry.replacingId);
}

function goneWithoutReplacement(lineups: readonly FileLineupEntry[], playNumber: number): FileLineupEntry[] {
  const replaced = new Set(lineups.map(({ replacingId }) => replacingId));
  return lineups.filter(({ id, leftAfterPlay }) => leftAfterPlay === playNumber && !replaced.has(id));
}

/** How a pitcher without a batting slot leaves when his team gives up its designated hitter. */
function takesPosition(entry: FileLineupEntry, gone: FileLineupEntry): boolean {
  const isLater = entry.teamId === gone.teamId && entry.id > gone.id;
  return isLater && entry.position === gone.position && isFieldingPosition(gone.position);
}

/** A pitcher who takes a batting slot has two entries: the one that begins ends the other. */
function isBoth(entry: FileLineupEntry, gone: FileLineupEntry): boolean {
  return entry.teamId === gone.teamId && entry.id > gone.id && isSamePerson(entry, gone);
}
