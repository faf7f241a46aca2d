import type { Migration, MigrationPart } from "../../src/migrations/file.js";
import type { SqlStatement } from "../../src/migrations/parser.js";
import { applyAllowances } from "./allowances.js";
import type { LintFinding } from "./finding.js";
import { KnownSchema } from "./known-schema.js";
import type { LintRule } from "./lint-rule.js";
import { lintRules } from "./lint-rules.js";
import { MigrationSoFar } from "./migration-so-far.js";
import { lockedTables } from "./rules/lock-rules.js";

/**
 * Finds what in migrations would stop a live game: locks that are held while a big table is read or written anew,
 * names that running code still asks for, and what would keep the schema from being distributed by game. It needs no
 * database. A table that the migration makes itself is empty, and used by nobody: no lock on it is of harm.
 *
 * @param migrations all of them, in order: what earlier ones have made decides what later ones may do
 * @returns what was found, file by file and line by line; nothing when all is well
 */
export function lintMigrations(migrations: readonly Migration[]): LintFinding[] {
  const schema = new KnownSchema();
  return migrations.flatMap(({ path, up, down }) => {
    const soFar = new MigrationSoFar();
    const found = [
      ...lintPart(up, (statement) => {
        const findings = lintStatement(statement, lintRules, { schema, soFar, ...up });
        schema.note(statement.tree);
        soFar.note(statement.tree, lockedTables(statement.tree));
        return findings;
      }),
      ...lintPart(down, (statement) => lintStatement(statement, downRules, { schema, soFar, ...down })),
    ];
    return found.map((finding) => ({ file: path, ...finding })).toSorted((a, b) => a.line - b.line);
  });
}

const downRules = lintRules.filter(({ inDownParts }) => inDownParts);

type FoundInPart = Omit<LintFinding, "file">;

function lintPart(part: MigrationPart, lint: (statement: SqlStatement) => FoundInPart[]): FoundInPart[] {
  return applyAllowances(part, part.statements.flatMap(lint));
}

function lintStatement(
  statement: SqlStatement,
  rules: readonly LintRule[],
  {
    schema,
    soFar,
    isTransactional,
  }: { schema: KnownSchema; soFar: MigrationSoFar; isTransactional: boolean },
): FoundInPart[] {
  const linted = { ...statement, schema, soFar, isTransactional };
  return rules.flatMap((rule) =>
    rule.check(linted).map((warning) => ({
      line: statement.line,
      rule: rule.name,
      statement: shortened(statement.text),
      ...warning,
    })),
  );
}

const longest = 100;

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
