import { sql } from "drizzle-orm";
import pg from "pg";
import { expect } from "vitest";
import { type Database, DugoutError, ValidationError } from "../../src/index.js";

/** How many rows each table has. */
export async function rowCounts(database: Database): Promise<Record<string, unknown> | undefined> {
  const { rows } = await database.transaction((session) =>
    session.run((db) =>
      db.execute(sql`select
        (select count(*)::int from games) as games, (select count(*)::int from lineups) as lineups,
        (select count(*)::int from plays) as plays, (select count(*)::int from game_sessions) as sessions,
        (select count(*)::int from roster_links) as roster`),
    ),
  );
  return rows[0];
}

/** The error with which `work` fails. It must be a DugoutError. */
export async function refusalOf(work: Promise<unknown>): Promise<DugoutError> {
  const outcome = await work.then(
    (result) => new Error(`it was not refused, but gave ${JSON.stringify(result)}`),
    (error: unknown) => error,
  );
  if (!(outcome instanceof DugoutError)) throw outcome;
  expect(outcome.code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
  return outcome;
}

/** The same as `refusalOf`, and checks that the numbers of rows have not changed. */
export async function refusalWithoutTrace(
  database: Database,
  work: () => Promise<unknown>,
): Promise<DugoutError> {
  const before = await rowCounts(database);
  const refusal = await refusalOf(work());
  expect(await rowCounts(database)).toEqual(before);
  return refusal;
}

/** The fields that a validation error names, in alphabetical order. */
export function fieldsOf(error: unknown): string[] {
  if (!(error instanceof ValidationError)) throw error;
  return error.issues.map(({ field }) => field).sort();
}

/** True if the database refused: its error is the cause. */
export function isFromDatabase(error: DugoutError): boolean {
  return error.cause instanceof pg.DatabaseError;
}
