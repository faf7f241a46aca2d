import * as z from "zod";
import { GameNotFoundError, ValidationError } from "../../errors/errors.js";
import { storableText, uuidText } from "../../models/input-schemas.js";
import { once } from "../../models/once.js";
import { merged, validate } from "../../models/validate.js";
import { checkArguments } from "../../operations/operation-input.js";
import { Timeline } from "../../rules/lineups/timeline.js";
import type { Database } from "../../session/database.js";
import type { Executor } from "../../session/executor.js";
import {
  findKnownFindings,
  removeKnownFindings,
  saveKnownFinding,
} from "../../statements/known-finding-statements.js";
import { loadWholeGame, type WholeGame } from "../../statements/whole-game-statements.js";
import { type Inconsistency, type InconsistencyKind, inconsistencyKinds } from "./inconsistencies.js";
import { decisionInconsistencies, endingInconsistencies } from "./verify-ending.js";
import { lineupInconsistencies } from "./verify-lineups.js";
import { replay } from "./verify-plays.js";

/** A finding that an operator has marked as known. */
export interface KnownInconsistency extends Inconsistency {
  /** The operator's reason. */
  readonly reason: string;
}

/** All findings of a game. */
export interface Findings {
  /** Findings that are not marked as known. */
  readonly open: Inconsistency[];
  /** Findings that an operator has marked as known. */
  readonly known: KnownInconsistency[];
}

/**
 * Replays a game's plays and returns everything that is inconsistent: plays that do not follow from the one before, players who
 * take part without being in the game, and a game's row that contradicts its plays. One wrong value is returned once, at the first
 * play where it shows. Findings that were marked by `markAsKnown` are left out.
 *
 * @returns findings in order of play, those of the game as a whole last; empty when the game is consistent
 * @throws {GameNotFoundError}
 * @throws {ValidationError} when `gameId` is no UUID
 */
export async function verifyGame(executor: Executor, gameId: string): Promise<Inconsistency[]> {
  return (await findingsIn(executor, gameId, "verifyGame")).open;
}

/**
 * Verifies a game as `verifyGame` does, and returns the known findings too, each with its reason.
 *
 * @throws {GameNotFoundError} {ValidationError} as `verifyGame` does
 */
export function findingsOf(executor: Executor, gameId: string): Promise<Findings> {
  return findingsIn(executor, gameId, "findingsOf");
}

async function findingsIn(executor: Executor, gameId: string, caller: string): Promise<Findings> {
  const values = checkArguments(caller, { gameId });
  const all = await foundIn(executor, values.gameId);
  if (all.length === 0) return { open: [], known: [] };
  const stored = await executor.execute(findKnownFindings, values);
  const reasons = new Map(stored.map((row) => [keyOf(row), row.reason]));
  const known = all.flatMap((found) => {
    const reason = reasons.get(keyOf(found));
    return reason === undefined ? [] : [{ ...found, reason }];
  });
  return { open: all.filter((found) => !reasons.has(keyOf(found))), known };
}

/** All findings of a game, known or not. @throws {GameNotFoundError} */
async function foundIn(executor: Executor, gameId: string): Promise<Inconsistency[]> {
  const [whole] = await executor.execute(loadWholeGame, { gameId });
  if (whole === undefined)
    throw new GameNotFoundError(`There is no game ${gameId}.`, { details: { gameId } });
  return inconsistenciesOf(whole);
}

interface Key {
  readonly kind: string;
  readonly play?: number | null;
  readonly message: string;
}

const keyOf = ({ kind, play, message }: Key) => JSON.stringify([kind, play ?? null, message]);

/** Everything that is inconsistent in a game. */
export function inconsistenciesOf({ game, lineups, plays }: Omit<WholeGame, "roster">): Inconsistency[] {
  const timeline = new Timeline(lineups);
  const lastPlay = plays.at(-1);
  const { found, end } = replay(game, plays, timeline);
  const ending = endingInconsistencies(game, lastPlay, end);
  const all = [
    ...found,
    ...lineupInconsistencies(timeline, lastPlay?.playNumber ?? 0),
    ...ending,
    ...decisionInconsistencies(game, lineups, { isEndingRight: ending.length === 0 }),
  ];
  return all.toSorted((one, other) => moment(one) - moment(other));
}

const moment = ({ play }: Inconsistency) => play ?? Number.MAX_SAFE_INTEGER;

/** The findings to mark, and the reason. */
export interface MarkOptions {
  /** The reason, such as `out of turn, no appeal was made`. */
  readonly reason: string;
  /** Only findings of this kind. Default: all kinds. */
  readonly kind?: InconsistencyKind | undefined;
  /** Only findings at the play of this number. Default: all plays. */
  readonly play?: number | undefined;
}

const kinds = Object.keys(inconsistencyKinds) as [InconsistencyKind, ...InconsistencyKind[]];

const markInput = once(() =>
  z.strictObject({
    gameId: uuidText(),
    reason: storableText().refine((reason) => reason.trim() !== "", "must say why"),
    kind: z.enum(kinds).nullable().default(null),
    play: z.int().min(1).max(32_767).nullable().default(null),
  }),
);

/**
 * Marks open findings of a game as known, with a reason. `verifyGame` no longer returns them. If the plays change, a finding
 * that is not exactly the same is open again.
 *
 * @example
 * ```ts
 * await markAsKnown(database, gameId, { kind: "batting-order", reason: "out of turn, no appeal was made" });
 * ```
 * @returns the findings that were marked; empty if none was open
 * @throws {GameNotFoundError}
 * @throws {ValidationError} if the input is invalid; nothing was marked
 */
export async function markAsKnown(
  database: Database,
  gameId: string,
  options: MarkOptions,
): Promise<readonly KnownInconsistency[]> {
  const subject = "The input of markAsKnown";
  const given = merged(options, { gameId });
  const { reason, kind, play, ...values } = validate<z.infer<ReturnType<typeof markInput>>>(
    subject,
    markInput,
    given,
  );
  return database.transaction(async (session) => {
    const { open } = await findingsOf(session, values.gameId);
    const chosen = open.filter(
      (found) => (kind === null || found.kind === kind) && (play === null || found.play === play),
    );
    if (open.length > 0 && chosen.length === 0)
      throw new ValidationError(subject, [
        { field: kind === null ? "play" : "kind", message: "fits none of the game's open findings" },
      ]);
    await Promise.all(
      chosen.map((found) =>
        session.execute(saveKnownFinding, {
          ...values,
          kind: found.kind,
          play: found.play ?? null,
          message: found.message,
          reason,
        }),
      ),
    );
    return chosen.map((found) => ({ ...found, reason }));
  });
}

/**
 * Removes the marks of all known findings of a game: `verifyGame` returns them again.
 *
 * @returns how many marks were removed
 * @throws {ValidationError} when `gameId` is no UUID
 */
export async function forgetKnown(executor: Executor, gameId: string): Promise<number> {
  const values = checkArguments("forgetKnown", { gameId });
  return (await executor.execute(removeKnownFindings, values)).length;
}
