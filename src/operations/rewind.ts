import * as z from "zod";
import { ValidationError } from "../errors/index.js";
import type { DecisionValues } from "../models/decisions.js";
import type { Game } from "../models/games.js";
import { uuidText } from "../models/input.js";
import { leftAfter } from "../models/lineup-rules/index.js";
import type { LineupEntry } from "../models/lineups.js";
import { firstSituation, type Play, situationAfter } from "../models/plays/index.js";
import { merged, validate } from "../models/validate.js";
import type { Decision } from "../models/vocabulary.js";
import { assertWritable, type Executor } from "../session/executor.js";
import * as statements from "../statements/rewind.js";
import { decide } from "./decide.js";
import { expectedVersion, type VersionExpectation } from "./found-game.js";

/** What a rewind took out of the database: enough to record it again. */
export interface RewoundGame {
  /** The game's row as it was before. */
  readonly before: Game;
  /** The plays that were removed, in order. */
  readonly plays: Play[];
  /** The lineup entries that were removed, in order of entry. */
  readonly lineups: LineupEntry[];
  /** The entries that are active again, as they were before: they tell when each had ended. */
  readonly returned: LineupEntry[];
  /** Whom the scorer had credited with the game: a game that goes on is not decided. */
  readonly decisions: DecisionValues;
  /** How many times the game's state has changed, this change included. */
  readonly stateVersion: number;
}

const input = z.strictObject({ gameId: uuidText, toPlayNumber: z.int32().min(0), expectedVersion });

export async function rewindGame(
  executor: Executor,
  gameId: string,
  toPlayNumber: number,
  options: VersionExpectation = {},
): Promise<RewoundGame> {
  assertWritable(executor, "rewindGame");
  const given = merged(options, { gameId, toPlayNumber });
  const values = validate<z.infer<typeof input>>("The input of rewindGame", input, given);
  return decide<statements.FoundForRewind, RewoundGame>(executor, {
    ...values,
    read: () => executor.execute(statements.findForRewind, values),
    write: async (found) => {
      const returned = returningTo(values.toPlayNumber, found.lineups);
      const removed = await executor.execute(statements.rewindGame, {
        gameId: values.gameId,
        toPlayNumber: values.toPlayNumber,
        feedVersion: found.progress.feedVersion,
        ...situationTo(values, found),
        returning: returned.map(({ id }) => id),
      });
      const decisions = decisionsOf(found.lineups);
      return removed.map((rows) => ({ before: found.game, returned, decisions, ...rows }));
    },
  });
}

function decisionsOf(entries: readonly LineupEntry[]): DecisionValues {
  const entryWith = (decision: Decision) => entries.find((entry) => entry.decision === decision)?.id ?? null;
  return { win: entryWith("win"), loss: entryWith("loss"), save: entryWith("save") };
}

/** Entries that are not removed, and ended after the play. */
function returningTo(toPlayNumber: number, entries: readonly LineupEntry[]): LineupEntry[] {
  return entries.filter((entry) => {
    const left = leftAfter(entry, entries);
    return entry.afterPlay <= toPlayNumber && left !== null && left > toPlayNumber;
  });
}

/** @throws {ValidationError} when the game has no such play */
function situationTo(
  { gameId, toPlayNumber }: z.infer<typeof input>,
  { play, progress }: statements.FoundForRewind,
) {
  if (play === null && toPlayNumber !== 0) {
    const message = `must be 0 or the number of a play; the last play of game ${gameId} is ${progress.lastPlay}`;
    throw new ValidationError("The input of rewindGame", [{ field: "toPlayNumber", message }], {
      details: { gameId, toPlayNumber },
    });
  }
  const { inning, half, homeScore, awayScore } = play === null ? firstSituation : situationAfter(play);
  return { inning, half, homeScore, awayScore };
}
