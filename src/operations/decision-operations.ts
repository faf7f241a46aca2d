import { LineupEntryNotFoundError, ValidationError } from "../errors/errors.js";
import { expectedVersion } from "../models/input-schemas.js";
import type { LineupEntry } from "../models/lineups-table.js";
import { once } from "../models/once.js";
import {
  brokenDecisions,
  type Decisions,
  type DecisionValues,
  decisionsInput,
} from "../models/pitching-decisions.js";
import { merged, validate } from "../models/validate.js";
import { decisionsOf } from "../rules/decisions/game-decisions.js";
import { decisions as allDecisions, type Decision } from "../rules/vocabulary.js";
import { assertWritable, type Executor } from "../session/executor.js";
import * as statements from "../statements/decision-statements.js";
import { loadWholeGame } from "../statements/whole-game-statements.js";
import { storeLines } from "./game-operations.js";
import { gameNotFound, optimisticUpdate, type VersionExpectation } from "./optimistic-update.js";

export interface MadeDecisions {
  /** The entries that are credited: the winning and the losing pitcher, and the pitcher with the save. */
  readonly entries: LineupEntry[];
  /** How many times the game's state has changed, this change included. */
  readonly stateVersion: number;
}

const subject = "The input of setDecisions";
const input = once(() => decisionsInput().extend({ expectedVersion: expectedVersion() }));
type CheckedDecisions = DecisionValues & { readonly gameId: string; readonly expectedVersion: number | null };

export async function setDecisions(
  executor: Executor,
  gameId: string,
  decisions: Decisions,
  options: VersionExpectation = {},
): Promise<MadeDecisions> {
  assertWritable(executor, "setDecisions");
  const values = validate<CheckedDecisions>(subject, input, merged(decisions, options, { gameId }));
  let isCompleted = false;
  const made = await optimisticUpdate<statements.FoundForDecisions, MadeDecisions>(executor, {
    ...values,
    read: () => executor.execute(statements.findForDecisions, { gameId: values.gameId }),
    write: async (found) => {
      isCompleted = found.progress.status === "completed";
      const { stateVersion, feedVersion } = found.progress;
      const entries = creditedAmong(values, found.lineups);
      if (isDecidedLike(entries, found.lineups)) return [{ entries, stateVersion }];
      const credits = entries.map(({ id, decision }) => ({ id, decision: decision as Decision }));
      const changed = await executor.execute(statements.setDecisions, {
        gameId: values.gameId,
        feedVersion,
        credits,
      });
      return changed.map((row) => ({ entries, ...row }));
    },
  });
  // The stored lines of a completed game contain its decisions. If this fails, the call can be repeated.
  if (isCompleted) await storeLines(executor, values.gameId);
  return made;
}

/** Credits the pitchers who win, lose and save a game by the rules. A second call changes nothing. */
export async function decideByRule(executor: Executor, gameId: string): Promise<MadeDecisions> {
  // Entries that have ended are needed too: a pitcher who came back to the mound has several.
  const [whole] = await executor.execute(loadWholeGame, { gameId });
  if (whole === undefined) throw gameNotFound(gameId);
  const { win, loss, save } = decisionsOf(whole.plays, whole.lineups);
  return setDecisions(executor, gameId, { win, loss, save });
}

/**
 * Returns the entries of the pitchers who are named, with their new decisions.
 *
 * @throws {LineupEntryNotFoundError} {ValidationError}
 */
function creditedAmong(values: CheckedDecisions, lineups: readonly LineupEntry[]): LineupEntry[] {
  const named = allDecisions.flatMap((decision) => {
    const id = values[decision];
    return id === null ? [] : [{ decision, id, entry: lineups.find((entry) => entry.id === id) }];
  });
  const { gameId } = values;
  const unknown = named.filter(({ entry }) => entry === undefined);
  if (unknown.length > 0) throw entriesNotFound(gameId, unknown);
  const broken = brokenDecisions(Object.fromEntries(named.map(({ decision, entry }) => [decision, entry])));
  if (broken.length > 0) {
    const issues = broken.map(({ decision, message }) => ({ field: decision, message }));
    throw new ValidationError(subject, issues, { details: { gameId } });
  }
  return named.map(({ decision, entry }) => ({ ...(entry as LineupEntry), decision }));
}

function entriesNotFound(
  gameId: string,
  unknown: readonly { readonly decision: Decision; readonly id: number }[],
): LineupEntryNotFoundError {
  const named = unknown.map(({ decision, id }) => `${decision} names lineup entry ${id}`).join(", ");
  const fields = unknown.map(({ decision }) => decision);
  return new LineupEntryNotFoundError(
    `Game ${gameId} has no such lineup ${unknown.length === 1 ? "entry" : "entries"}: ${named}.`,
    { details: { gameId, field: fields[0], fields, lineupId: unknown[0]?.id } },
  );
}

/** True when exactly these entries have exactly these decisions already. */
function isDecidedLike(entries: readonly LineupEntry[], lineups: readonly LineupEntry[]): boolean {
  const decided = lineups.filter(({ decision }) => decision !== null);
  return (
    decided.length === entries.length &&
    decided.every(({ id, decision }) =>
      entries.some((entry) => entry.id === id && entry.decision === decision),
    )
  );
}
