import type { SqlStatement } from "../../src/migrations/sql-parser.js";
import type { KnownSchema } from "./known-schema.js";
import type { MigrationSoFar } from "./migration-so-far.js";

/** A statement as the rules look at it. */
export interface LintedStatement extends SqlStatement {
  /** What earlier migrations and earlier statements have made. */
  readonly schema: KnownSchema;
  /** What its own migration has done before it. */
  readonly soFar: MigrationSoFar;
  /** True for a view that a later statement drops or makes again. */
  readonly isReplaced: boolean;
  /** Whether it runs in one transaction with the rest of its part. */
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
  /** True where it looks at down parts too. */
  readonly inDownParts?: true;
  check(statement: LintedStatement): Warning[];
}
