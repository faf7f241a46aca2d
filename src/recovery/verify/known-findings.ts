import * as z from "zod";
import { ValidationError } from "../../errors/index.js";
import { storableText, uuidText } from "../../models/input.js";
import { merged, validate } from "../../models/validate.js";
import type { Database } from "../../session/database.js";
import type { Executor } from "../../session/executor.js";
import { removeKnownFindings, saveKnownFinding } from "../../statements/known-findings.js";
import { type InconsistencyKind, inconsistencyKinds } from "./inconsistency.js";
import { findingsOf, type KnownInconsistency } from "./verify-game.js";

/** Which findings to mark, and why. */
export interface MarkOptions {
  /** Why nothing is to be done about them: `out of turn, no appeal was made`. */
  readonly reason: string;
  /** Only findings of this kind. */
  readonly kind?: InconsistencyKind | undefined;
  /** Only findings at the play of this number. */
  readonly play?: number | undefined;
}

const kinds = Object.keys(inconsistencyKinds) as [InconsistencyKind, ...InconsistencyKind[]];

const markInput = z.strictObject({
  gameId: uuidText,
  reason: storableText().refine((reason) => reason.trim() !== "", "must say why"),
  kind: z.enum(kinds).nullable().default(null),
  play: z.int().min(1).max(32_767).nullable().default(null),
});

const gameInput = z.strictObject({ gameId: uuidText });

/**
 * Marks open findings of a game as known, with a reason: `verifyGame` no longer returns them. A finding that is not exactly
 * the same, because the plays have changed, is open again.
 *
 * @example
 * ```ts
 * await markAsKnown(database, gameId, { kind: "batting-order", reason: "out of turn, no appeal was made" });
 * ```
 * @returns the findings that were marked; empty when none was open
 * @throws {GameNotFoundError}
 * @throws {ValidationError} naming what is wrong with the input; nothing was marked
 */
export async function markAsKnown(
  database: Database,
  gameId: string,
  options: MarkOptions,
): Promise<readonly KnownInconsistency[]> {
  const subject = "The input of markAsKnown";
  const given = merged(options, { gameId });
  const { reason, kind, play, ...values } = validate<z.infer<typeof markInput>>(subject, markInput, given);
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
 * Takes back what was marked as known in a game.
 *
 * @returns how many marks were taken back
 * @throws {ValidationError} when `gameId` is no UUID
 */
export async function forgetKnown(executor: Executor, gameId: string): Promise<number> {
  const values = validate<{ gameId: string }>("The input of forgetKnown", gameInput, { gameId });
  return (await executor.execute(removeKnownFindings, values)).length;
}
