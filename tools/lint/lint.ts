import type { Migration, MigrationPart } from "../../src/migrations/migration-file.js";
import type { SqlStatement } from "../../src/migrations/sql-parser.js";
import { as } from "../../src/migrations/syntax-tree.js";
import { applyAllowances } from "./allowances.js";
import type { LintFinding } from "./finding.js";
import { KnownSchema } from "./known-schema.js";
import type { LintedStatement, LintRule } from "./lint-rule.js";
import { lintRules } from "./lint-rules.js";
import { MigrationSoFar } from "./migration-so-far.js";
import { lockedTables } from "./rules/lock-rules.js";
import { droppedNames, tableName } from "./sql-names.js";

/**
 * Finds statements in migrations that would stop a live game: locks that are held while a big table is read or rewritten, names
 * that running code still uses, and changes that would prevent distributing the schema by game. It needs no database. Locks on
 * a table that the migration itself creates are harmless, because the table is empty and not in use.
 *
 * @param migrations all of them, in order: what earlier ones have made decides what later ones may do
 * @returns what was found, file by file and line by line; nothing when all is well
 */
export function lintMigrations(migrations: readonly Migration[]): LintFinding[] {
  const schema = new KnownSchema();
  const views = lastViews(migrations);
  const isReplaced = (statement: SqlStatement) => "ViewStmt" in statement.tree && !views.has(statement);
  return migrations.flatMap(({ path, up, down }) => {
    const soFar = new MigrationSoFar();
    const found = [
      ...lintPart(up, (statement) => {
        const findings = lintStatement(
          {
            ...statement,
            schema,
            soFar,
            isTransactional: up.isTransactional,
            isReplaced: isReplaced(statement),
          },
          lintRules,
        );
        schema.note(statement.tree);
        soFar.note(statement.tree, lockedTables(statement.tree));
        return findings;
      }),
      ...lintPart(down, (statement) =>
        lintStatement(
          { ...statement, schema, soFar, isTransactional: down.isTransactional, isReplaced: false },
          downRules,
        ),
      ),
    ];
    return found.map((finding) => ({ file: path, ...finding })).toSorted((a, b) => a.line - b.line);
  });
}

const downRules = lintRules.filter(({ inDownParts }) => inDownParts);

type FoundInPart = Omit<LintFinding, "file">;

function lintPart(part: MigrationPart, lint: (statement: SqlStatement) => FoundInPart[]): FoundInPart[] {
  return applyAllowances(part, part.statements.flatMap(lint));
}

/** The last statement that creates each view. */
function lastViews(migrations: readonly Migration[]): ReadonlySet<SqlStatement> {
  const last = new Map<string, SqlStatement>();
  for (const statement of migrations.flatMap(({ up }) => up.statements)) {
    const { view } = as(statement.tree, "ViewStmt") ?? {};
    if (view !== undefined) last.set(tableName(view), statement);
    const dropped = as(statement.tree, "DropStmt");
    if (dropped?.removeType !== "OBJECT_VIEW") continue;
    for (const name of droppedNames(dropped.objects)) last.delete(name);
  }
  return new Set(last.values());
}

function lintStatement(linted: LintedStatement, rules: readonly LintRule[]): FoundInPart[] {
  return rules.flatMap((rule) =>
    rule.check(linted).map((warning) => ({
      line: linted.line,
      rule: rule.name,
      statement: shortened(linted.text),
      ...warning,
    })),
  );
}

const longest = 100;

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
