import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readMigrationFile } from "../../../../src/migrations/migration-file.js";
import { packageMigrations } from "../../../../src/migrations/migration-folder.js";
import type { LintFinding } from "../../../lint/finding.js";
import { lintMigrations } from "../../../lint/lint.js";

const first = join(packageMigrations(), "001_create_tables.sql");

/** The package's first migration, which makes the tables that the tests change. */
const { migration: createTables } = await readMigrationFile(first, await readFile(first, "utf8"));

/** Lints whole files that come after the first migration, and reports what was found in the last of them. */
export async function lintFiles(...files: string[]): Promise<LintFinding[]> {
  const read = await Promise.all(
    files.map((content, index) => readMigrationFile(`migrations/90${index}_test.sql`, content)),
  );
  // What cannot be parsed has no statements, in which nothing could be found.
  const unread = read.flatMap(({ problems }) =>
    problems.filter((problem) => problem.includes("syntax error")),
  );
  if (unread.length > 0) throw new SyntaxError(unread.join("\n"));
  const findings = lintMigrations([createTables, ...read.map(({ migration }) => migration)]);
  return findings.filter(({ file }) => file === read.at(-1)?.migration.path);
}

/** Lints up parts, each a migration. Where SQL cannot run in a transaction, its part is marked so. */
export function lintUps(...ups: string[]): Promise<LintFinding[]> {
  return lintFiles(...ups.map(upFile));
}

function upFile(sql: string): string {
  const mark = /\bconcurrently\b|^vacuum\b/im.test(sql) ? " (no transaction)" : "";
  return `-- Up Migration${mark}\n${sql}\n-- Down Migration (irreversible: a test)\n`;
}

/** What a rule finds, and what it leaves alone: SQL of the last migration, behind that of earlier ones. */
export interface RuleCases {
  /** Each with a phrase of the danger and one of the safe way. */
  readonly found: readonly (readonly [sql: string | readonly string[], danger: string, safeWay: string])[];
  readonly left: readonly (string | readonly string[])[];
}
