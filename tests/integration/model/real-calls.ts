import { sql } from "drizzle-orm";
import pg from "pg";
import { expect } from "vitest";
import {
  type Database,
  DatabaseOperations,
  DugoutError,
  type Scope,
  TransactionAbortedError,
} from "../../../src/index.js";
import { homeTeamId } from "../../support/game-fixtures.js";
import type { Call, Outcome } from "./session-model.js";

/** The game of one sequence, and the reports of its onCommit callbacks. */
export interface Ground {
  readonly database: Database;
  readonly gameId: string;
  readonly called: number[];
}

/** The error that a callback throws if the sequence requires it. */
export class LeftError extends Error {
  readonly code = "LEFT";
}

/** The outcome of a savepoint with a callback that swallowed a failure, after that failure was checked to be the cause. */
class SwallowedError extends Error {
  readonly code = "TRANSACTION_ABORTED";
}

export type RealOutcome = Outcome & { readonly error?: Error };

/** The outcome of a promise, in the model's terms. An error that is neither Dugout's nor the sequence's is rethrown. */
export async function outcomeOf(work: Promise<unknown>): Promise<RealOutcome> {
  try {
    return { value: await work };
  } catch (error) {
    if (isExpectable(error)) return { code: error.code, error };
    throw error;
  }
}

function isExpectable(error: unknown): error is DugoutError | LeftError | SwallowedError {
  return [DugoutError, LeftError, SwallowedError].some((known) => error instanceof known);
}

/** Makes a call on a scope. */
export async function perform(scope: Scope, call: Call, ground: Ground): Promise<unknown> {
  const { gameId, called } = ground;
  const operations = new DatabaseOperations(scope);
  switch (call.kind) {
    case "insert":
      return insert(operations, gameId, call.player);
    case "violate":
      await scope.run((db) =>
        db.execute(sql`insert into roster_links (game_id, team_id) values (${gameId}, ${homeTeamId})`),
      );
      return undefined;
    case "read":
      return rosterOf(operations, gameId);
    case "onCommit":
      scope.onCommit(() => called.push(call.name));
      return undefined;
    case "savepoint":
      return wholeSavepoint(scope, call, ground);
  }
}

async function wholeSavepoint(
  scope: Scope,
  { calls, how }: Extract<Call, { kind: "savepoint" }>,
  ground: Ground,
): Promise<Outcome[]> {
  let failure: Error | undefined;
  try {
    return await scope.savepoint(async (inner) => {
      const outcomes: Outcome[] = [];
      for (const call of calls) {
        const { error, ...outcome } = await outcomeOf(perform(inner, call, ground));
        if (error?.cause instanceof pg.DatabaseError) failure ??= error;
        outcomes.push(outcome);
      }
      if (how === "throw") throw new LeftError();
      return outcomes;
    });
  } catch (error) {
    if (failure === undefined || !(error instanceof TransactionAbortedError)) throw error;
    expect(error.cause).toBe(failure);
    throw new SwallowedError();
  }
}

export async function insert(
  operations: DatabaseOperations,
  gameId: string,
  playerId: number,
): Promise<void> {
  await operations.addSbaRosterPlayer({ gameId, teamId: homeTeamId, playerId });
}

export async function rosterOf(operations: DatabaseOperations, gameId: string): Promise<number[]> {
  const roster = await operations.getSbaRoster(gameId);
  return roster.map(({ playerId }) => playerId).sort((one, other) => one - other);
}
