import { MigrationHistoryError, RevisionNotFoundError, SchemaNewerError } from "../errors/errors.js";
import type { Migration } from "./migration-file.js";
import type { AppliedMigration } from "./migration-history.js";

/**
 * The number of applied migrations: the database's revision.
 *
 * @param target the database's address, for the message
 * @throws {SchemaNewerError} if the database has migrations that are newer than all files
 * @throws {MigrationHistoryError} if the history does not agree with the files
 */
export function findRevision(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
  target: string,
): number {
  const newer = newerThan(applied, migrations);
  if (newer.length > 0) {
    const head = migrations.at(-1)?.name ?? "none";
    throw new SchemaNewerError(
      `${target} is newer than this release of dugout: it is at ${newer.at(-1)}, and the newest revision of this release ` +
        `is ${head}. Use a newer release, or revert with that release: \`dugout migrate down ${head}\`.`,
      { details: { newer, head } },
    );
  }
  const problems = historyProblems(applied, migrations);
  if (problems.length > 0) {
    throw new MigrationHistoryError(
      `The history of ${target} does not match the migration files. Nothing was run:\n${problems.map((line) => `- ${line}`).join("\n")}\n` +
        "Restore the files as they were applied. If the schema is correct (`dugout migrate check` compares it), you can " +
        "instead rewrite the history with `dugout migrate stamp <revision>`.",
      { details: { problems } },
    );
  }
  return applied.length;
}

/** The applied migrations that are newer than all files. */
function newerThan(applied: readonly AppliedMigration[], migrations: readonly Migration[]): string[] {
  const head = migrations.at(-1)?.number ?? 0;
  return applied.map(({ name }) => name).filter((name) => numberOf(name) > head);
}

/** The problems of a database's history, one sentence each; empty if the history is a prefix of the migrations. */
export function historyProblems(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
): string[] {
  const names = new Set(applied.map(({ name }) => name));
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const last = Math.max(0, ...applied.map(({ name }) => known.get(name)?.number ?? 0));
  return [
    ...applied.flatMap(({ name, checksum }) => fileProblem(name, checksum, known.get(name))),
    ...migrations
      .filter(({ name, number }) => number < last && !names.has(name))
      .map(({ name }) => `${name} was not applied, but later migrations were`),
    ...applied
      .filter(({ name }, index) => index > 0 && numberOf(name) <= numberOf(applied[index - 1]?.name ?? ""))
      .map(({ name }) => `${name} was applied out of order, or twice`),
  ];
}

function fileProblem(name: string, checksum: string | null, migration: Migration | undefined): string[] {
  if (migration === undefined) return [`${name} was applied, but its file does not exist`];
  if (checksum === null || checksum === migration.checksum) return [];
  return [`${name}.sql was edited after it was applied: change the schema with a new migration`];
}

function numberOf(name: string): number {
  return Number.parseInt(name, 10);
}

/**
 * The target of `up`, `down` or `stamp`, as a number of applied migrations, from 0.
 *
 * @param target `head`, `base` (before the first), a number (`2`, `002`), a full name, or a number of steps from the current
 *   revision (`+1`, `-2`)
 * @param revision the current one
 * @throws {RevisionNotFoundError}
 */
export function findTarget(target: string, migrations: readonly Migration[], revision: number): number {
  if (target === "head") return migrations.length;
  if (target === "base") return 0;
  const isSteps = /^[+-]\d+$/.test(target);
  const found = isSteps ? revision + Number(target) : numberOfTarget(target, migrations);
  if (found === undefined || found < 0 || found > migrations.length) {
    const known = ["base", ...migrations.map(({ name }) => name)].join(", ");
    throw new RevisionNotFoundError(
      `There is no revision ${target}${isSteps ? ` from ${describeRevision(revision, migrations)}` : ""}. ` +
        `There are: ${known} (head). \`+1\` and \`-1\` count steps.`,
      { details: { target } },
    );
  }
  return found;
}

/** A revision's name, for messages. */
export function describeRevision(revision: number, migrations: readonly Migration[]): string {
  return migrations[revision - 1]?.name ?? "base (no migration)";
}

function numberOfTarget(target: string, migrations: readonly Migration[]): number | undefined {
  const isThis = /^\d+$/.test(target)
    ? ({ number }: Migration) => number === Number(target)
    : ({ name }: Migration) => name === target || `${name}.sql` === target;
  return migrations.find(isThis)?.number;
}
