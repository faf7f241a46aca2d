/** Something in a migration that may stop a live game. */
export interface LintFinding {
  /** The path of the migration's file. */
  readonly file: string;
  /** The line of the file that the statement begins on, from 1. */
  readonly line: number;
  /** The rule's name, by which it can be allowed: `-- lint: allow <rule>, because <reason>`. */
  readonly rule: string;
  /** The statement, shortened to one line. */
  readonly statement: string;
  /** What happens to a big table with live writes, and in which lock mode. */
  readonly danger: string;
  /** The safe way, with the SQL to write. */
  readonly safeWay: string;
}

/**
 * Findings as text: the place, the statement, the danger, and the safe way.
 *
 * @example
 * ```text
 * migrations/004_faster.sql:12  index-without-concurrently
 *   create index plays_batter_idx on plays (game_id, batter_id)
 *   danger: CREATE INDEX holds SHARE on plays while it builds: …
 *   safe way: in a part `(no transaction)`:
 *     create index concurrently if not exists plays_batter_idx on plays (…);
 * ```
 */
export function formatFindings(findings: readonly LintFinding[]): string {
  return findings
    .map(({ file, line, rule, statement, danger, safeWay }) =>
      [
        `${file}:${line}  ${rule}`,
        `  ${statement}`,
        `  danger: ${danger}`,
        `  safe way: ${safeWay.replaceAll("\n", "\n    ")}`,
      ].join("\n"),
    )
    .join("\n\n");
}
