import { isDatabaseError } from "../connection/driver-errors.js";
import { DugoutError, MigrationFailedError } from "../errors/errors.js";
import type { Migration } from "./migration-file.js";
import type { SqlStatement } from "./sql-parser.js";

/** What was being applied when the failure occurred. */
interface ApplyAttempt {
  readonly migration: Migration;
  readonly direction: "up" | "down";
  /** The statement that was running; undefined for one that the runner adds. */
  readonly statement: SqlStatement | undefined;
  readonly isConnected: boolean;
}

/** An error that names the statement that failed, and says in which state the database is. */
export function applyFailure(error: unknown, attempt: ApplyAttempt): MigrationFailedError {
  const { migration, direction, statement } = attempt;
  const line = statement && lineOf(error, statement);
  const where =
    statement === undefined
      ? ""
      : ` at line ${line} of ${migration.name}.sql, in \`${summaryOf(statement)}\``;
  const { message } = error as Error;
  return new MigrationFailedError(
    `Migration ${migration.name} (${direction}) failed${where}: ${message}. ${consequence(error, attempt)}`,
    {
      cause: error,
      details: {
        migration: migration.name,
        direction,
        ...(statement && { line, statement: statement.text }),
        ...(isDatabaseError(error) && { sqlState: error.code }),
      },
    },
  );
}

/** Any other failure while migrating: no migration was running. */
export function migratingFailure(error: unknown, target: string): DugoutError {
  if (error instanceof DugoutError) return error;
  const next = rightsAdvice(error) ?? "You can run it again.";
  return new MigrationFailedError(
    `Migrating ${target} failed: ${(error as Error).message}. No migration was running. ${next}`,
    { cause: error },
  );
}

/** What to do if the role lacks a privilege, or there is no schema to create tables in. */
function rightsAdvice(error: unknown): string | undefined {
  if (!isDatabaseError(error)) return undefined;
  if (error.code === "3F000")
    return "Create a schema that is in the search path, or put an existing schema into it.";
  if (error.code !== "42501") return undefined;
  return (
    "Migrate as the role that owns the tables and may create tables in their schema: an administrator can run " +
    "`grant create on schema … to …` (since PostgreSQL 15, only the database's owner may create in public)."
  );
}

function consequence(error: unknown, { migration, direction, isConnected }: ApplyAttempt): string {
  const again = `\`dugout migrate ${direction}\``;
  if (!isConnected) {
    return `The connection broke. Run ${again} again: it continues after the last migration that succeeded.`;
  }
  if (!migration[direction].isTransactional) {
    return `It runs without a transaction: the statements before this one took effect. Run ${again} again: all of them can be repeated.`;
  }
  const kept = "It was rolled back: the database is at the last revision that succeeded.";
  const rights = rightsAdvice(error);
  if (rights !== undefined) return `${kept} ${rights}`;
  return isDatabaseError(error) && error.code === "55P03"
    ? `Another transaction holds a lock on the table. ${kept} Run ${again} again later, or with a longer lock timeout.`
    : kept;
}

/** PostgreSQL reports the position of some errors in the statement, in characters from 1. */
function lineOf(error: unknown, { text, line }: SqlStatement): number {
  const position = isDatabaseError(error) ? Number(error.position ?? 1) : 1;
  const before = [...text].slice(0, position - 1);
  return line + before.filter((character) => character === "\n").length;
}

function summaryOf({ text }: SqlStatement): string {
  const oneLine = text.replaceAll(/\s+/g, " ");
  return oneLine.length > 80 ? `${oneLine.slice(0, 79)}…` : oneLine;
}
