import { MigrationHistoryError, RevisionNotFoundError, SchemaNewerError } from "../errors/errors.js";
import type { Migration } from "./migration-file.js";
import type { AppliedMigration } from "./migration-history.js";

/**
 * How many of the migrations are applied: the database's revision.
 *
 * @param target where the database is, for the message
 * @throws {SchemaNewerError} when the database has migrations beyond the newest that we know
 * @throws {MigrationHistoryError} when what was applied is not what the files say
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
      `${target} is newer than this release of dugout: it is at ${newer.at(-1)}, and the newest revision known here ` +
        `is ${head}. Run a release that knows it, or take it back with that release: \`dugout migrate down ${head}\`.`,
      { details: { newer, head } },
    );
  }
  const problems = historyProblems(applied, migrations);
  if (problems.length > 0) {
    throw new MigrationHistoryError(
      `The history of ${target} is not that of the migrations, and nothing was run:\n${problems.map((line) => `- ${line}`).join("\n")}\n` +
        "Bring the files back to what was applied; or, when the schema is known to be right (`dugout migrate check` " +
        "compares it), rewrite the history with `dugout migrate stamp <revision>`.",
      { details: { problems } },
    );
  }
  return applied.length;
}

/** The applied migrations that come after all that we know. */
function newerThan(applied: readonly AppliedMigration[], migrations: readonly Migration[]): string[] {
  const head = migrations.at(-1)?.number ?? 0;
  return applied.map(({ name }) => name).filter((name) => numberOf(name) > head);
}

/** What is wrong with a database's history, a sentence each: nothing when it is the beginning of the migrations. */
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
      .map(({ name }) => `${name} was never applied, although later ones were`),
    ...applied
      .filter(({ name }, index) => index > 0 && numberOf(name) <= numberOf(applied[index - 1]?.name ?? ""))
      .map(({ name }) => `${name} was applied out of order, or twice`),
  ];
}

function fileProblem(name: string, checksum: string | null, migration: Migration | undefined): string[] {
  if (migration === undefined) return [`${name} was applied, but there is no such file here`];
  if (checksum === null || checksum === migration.checksum) return [];
  return [`${name}.sql was edited after it was applied: a change of the schema is a new migration`];
}

function numberOf(name: string): number {
  return Number.parseInt(name, 10);
}

/**
 * Where `up`, `down` or `stamp` is to end, as a count of applied migrations, from 0.
 *
 * @param target `head`, `base` (before the first), a number (`2`, `002`), a whole name, or a count of steps from the
 *   present revision (`+1`, `-2`)
 * @param revision the present one
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

/** A revision's name, for people. */
export function describeRevision(revision: number, migrations: readonly Migration[]): string {
  return migrations[revision - 1]?.name ?? "base (no migration)";
}

function numberOfTarget(target: string, migrations: readonly Migration[]): number | undefined {
  const isThis = /^\d+$/.test(target)
    ? ({ number }: Migration) => number === Number(target)
    : ({ name }: Migration) => name === target || `${name}.sql` === target;
  return migrations.find(isThis)?.number;
}
