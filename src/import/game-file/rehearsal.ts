import { isDeepStrictEqual } from "node:util";
import {
  reasonsAgainstStart,
  type StartingLineupValues,
  startersOf,
} from "../../rules/lineups/starting-lineup.js";
import {
  planSubstitution,
  reasonsAgainst,
  type SubstitutionValues,
} from "../../rules/lineups/substitution.js";
import { momentOf, type NewEntry } from "../../rules/lineups/team-lineup.js";
import type { FileLineupEntry, GameFile } from "./game-file.js";
import { type LineupStep, leaversAfter, stepsAfter } from "./lineup-steps.js";

/**
 * True if a file's lineups are the result of starting lineups and substitutions by the rules. Not every file is like that: a lineup
 * may have been entered player by player, or may be incomplete.
 */
export function isPlayable(file: GameFile): boolean {
  return refusedSteps(file)?.size === 0;
}

/**
 * The steps of a file's lineups that `setStartingLineup` and `substitute` would refuse, and why, by their first entries: a
 * substitute who is announced after the last play, for example. All the others they make.
 *
 * @returns undefined where the steps do not lead to the file's entries
 */
export function refusedSteps(file: GameFile): ReadonlyMap<number, readonly string[]> | undefined {
  const { game, lineups, plays } = file;
  const refused = new Map<number, readonly string[]>();
  let entries: readonly FileLineupEntry[] = [];
  for (const [count, afterPlay] of [0, ...plays.map(({ playNumber }) => playNumber)].entries()) {
    const status = count < plays.length ? "active" : game.status;
    for (const step of stepsAfter(lineups, afterPlay)) {
      const team = entries.filter(({ teamId }) => teamId === step.teamId);
      const moment = momentOf({ ...game, status }, step.teamId, team, plays.slice(0, count));
      const made = (step.isStart ? start : substitute)(game.id, step, moment);
      const isMade = made.reasons.length === 0 && isDeepStrictEqual(made.entries, asEntered(step));
      const reasons =
        made.reasons.length > 0 ? made.reasons : ["The result has other entries than the file."];
      if (!isMade) refused.set(step.entries[0]?.id ?? 0, reasons);
      const { ended, entries: entering } = isMade ? made : byHand(step);
      entries = [...without(entries, ended, afterPlay), ...entering];
    }
    const leavers = leaversAfter(lineups, afterPlay);
    entries = without(
      entries,
      leavers.map(({ id }) => id),
      afterPlay,
    );
  }
  return isDeepStrictEqual(entries, lineups.map(undecided)) ? refused : undefined;
}

/** The entries after a step. */
const asEntered = ({ entries }: LineupStep): FileLineupEntry[] =>
  entries.map((entry) => ({ ...entry, isActive: true, leftAfterPlay: null, decision: null }));

/** The result of a step that is entered entry by entry. */
export function byHand(step: LineupStep) {
  const replaced = step.entries.flatMap(({ replacingId }) => (replacingId === null ? [] : [replacingId]));
  return { entries: asEntered(step), ended: [...replaced, ...step.leaves] };
}

/** Decisions are left out, because they are made after the game and do not depend on the lineups. */
const undecided = (entry: FileLineupEntry): FileLineupEntry => ({ ...entry, decision: null });

type RehearsedMoment = ReturnType<typeof momentOf>;
interface Made {
  readonly entries: FileLineupEntry[];
  readonly ended: readonly number[];
  /** Why it would be refused. */
  readonly reasons: readonly string[];
}

/** What `setStartingLineup` would store. */
function start(gameId: string, step: LineupStep, moment: RehearsedMoment): Made {
  const starters = startersOf(startOf(gameId, step));
  const reasons = reasonsAgainstStart(moment, starters);
  return { entries: numbered(starters, step), ended: [], reasons };
}

/** What `substitute` would store. */
function substitute(gameId: string, step: LineupStep, moment: RehearsedMoment): Made {
  const values = substitutionOf(gameId, step, (id) => id);
  const plan = planSubstitution(moment, values);
  return {
    reasons: reasonsAgainst(moment, values, plan),
    entries: numbered(
      plan.entrances.map(({ entry }) => entry),
      step,
    ),
    ended: plan.ended.map(({ id }) => id),
  };
}

export function startOf(gameId: string, { teamId, entries }: LineupStep): StartingLineupValues {
  const players = entries.map(({ position, battingOrder, cardId, playerId, playerName }) => ({
    ...{ position, battingOrder, cardId, playerId, playerName },
  }));
  return { gameId, teamId, players };
}

/** @param idOf returns the identifier that an entry has where the substitution is made */
export function substitutionOf(
  gameId: string,
  { teamId, entries, leaves }: LineupStep,
  idOf: (id: number) => number,
): SubstitutionValues {
  return {
    gameId,
    teamId,
    changes: entries.map(({ replacingId, position, cardId, playerId, playerName }) => ({
      ...{ position, cardId, playerId, playerName },
      replaces: idOf(replacingId as number),
    })),
    leaves: leaves.map(idOf),
    allowReentry: false,
  };
}

function numbered(entering: readonly NewEntry[], { entries }: LineupStep): FileLineupEntry[] {
  return entering.map((entry, index) => ({ ...entry, id: entries[index]?.id ?? 0 }));
}

function without(
  entries: readonly FileLineupEntry[],
  ended: readonly number[],
  afterPlay: number,
): FileLineupEntry[] {
  return entries.map((entry) =>
    ended.includes(entry.id) && entry.isActive
      ? { ...entry, isActive: false, leftAfterPlay: afterPlay }
      : entry,
  );
}
