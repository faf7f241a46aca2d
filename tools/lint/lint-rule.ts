import type { SqlStatement } from "../../src/migrations/sql-parser.js";
import type { KnownSchema } from "./known-schema.js";
import type { MigrationSoFar } from "./migration-so-far.js";

/** A statement, with what the rules need to know about it. */
export interface LintedStatement extends SqlStatement {
  /** The schema after all earlier migrations and statements. */
  readonly schema: KnownSchema;
  /** What the same migration did before this statement. */
  readonly soFar: MigrationSoFar;
  /** True for a view that a later statement drops or recreates. */
  readonly isReplaced: boolean;
  /** True if it runs in one transaction with the rest of its part. */
  readonly isTransactional: boolean;
}

/** One thing that is dangerous about a statement. */
export interface Warning {
  /** What happens to a big table with live writes, and in which lock mode. */
  readonly danger: string;
  /** The safe way, with the SQL to write. */
  readonly safeWay: string;
}

export interface LintRule {
  /** Such as `index-without-concurrently`. */
  readonly name: string;
  /** True if the rule also applies to down parts. */
  readonly inDownParts?: true;
  check(statement: LintedStatement): Warning[];
}
