import { RevisionNotFoundError } from "../errors/index.js";
import type { Migration } from "./file.js";

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
  const found = isSteps ? revision + Number(target) : numberOf(target, migrations);
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

function numberOf(target: string, migrations: readonly Migration[]): number | undefined {
  const isThis = /^\d+$/.test(target)
    ? ({ number }: Migration) => number === Number(target)
    : ({ name }: Migration) => name === target || `${name}.sql` === target;
  return migrations.find(isThis)?.number;
}
