import { isDatabaseError } from "../connection/driver-errors.js";
import { DugoutError, MigrationFailedError } from "../errors/errors.js";
import type { Migration } from "./migration-file.js";
import type { SqlStatement } from "./sql-parser.js";

/** What was being applied when something failed. */
interface ApplyAttempt {
  readonly migration: Migration;
  readonly direction: "up" | "down";
  /** The statement that was under way; undefined for what the runner sends by itself. */
  readonly statement: SqlStatement | undefined;
  readonly isConnected: boolean;
}

/** Says which statement of a migration failed, and in what state that leaves the database. */
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

/** Whatever else goes wrong while migrating: nothing was under way. */
export function migratingFailure(error: unknown, target: string): DugoutError {
  if (error instanceof DugoutError) return error;
  const next = rightsAdvice(error) ?? "It may be run again.";
  return new MigrationFailedError(
    `Migrating ${target} failed: ${(error as Error).message}. No migration was under way. ${next}`,
    { cause: error },
  );
}

/** What to do where the role may not do what migrations do, or has no schema to do it in. */
function rightsAdvice(error: unknown): string | undefined {
  if (!isDatabaseError(error)) return undefined;
  if (error.code === "3F000") return "Create a schema of the search path, or name one that exists.";
  if (error.code !== "42501") return undefined;
  return (
    "Migrate as the role that owns the tables, and that may create some in their schema: an administrator runs " +
    "`grant create on schema … to …` (since PostgreSQL 15 nobody else may create in public)."
  );
}

function consequence(error: unknown, { migration, direction, isConnected }: ApplyAttempt): string {
  const again = `\`dugout migrate ${direction}\``;
  if (!isConnected) {
    return `The connection broke; run ${again} again: it goes on from the last migration that was done.`;
  }
  if (!migration[direction].isTransactional) {
    return `It runs without a transaction: its statements before this one stay done, and ${again} runs them all again, which does no harm.`;
  }
  const kept = "Nothing of it was kept: the database is at the last good revision.";
  const rights = rightsAdvice(error);
  if (rights !== undefined) return `${kept} ${rights}`;
  return isDatabaseError(error) && error.code === "55P03"
    ? `Somebody holds a lock on the table. ${kept} Run ${again} again in a quieter moment, or with a longer lock timeout.`
    : kept;
}

/** PostgreSQL says where in the statement it stumbled, in characters from 1, when it knows. */
function lineOf(error: unknown, { text, line }: SqlStatement): number {
  const position = isDatabaseError(error) ? Number(error.position ?? 1) : 1;
  const before = [...text].slice(0, position - 1);
  return line + before.filter((character) => character === "\n").length;
}

function summaryOf({ text }: SqlStatement): string {
  const oneLine = text.replaceAll(/\s+/g, " ");
  return oneLine.length > 80 ? `${oneLine.slice(0, 79)}…` : oneLine;
}
