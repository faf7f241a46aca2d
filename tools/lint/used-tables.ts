import { constraintsIn, type FoundConstraint } from "./constraints-in.js";
import type { LintedStatement } from "./lint-rule.js";
import { type Alteration, addedColumns, alterations, type FoundColumn } from "./sql-names.js";

/** The actions of an ALTER TABLE on tables that existed before the migration and are in use. */
export function usedAlterations({ tree, soFar }: LintedStatement): Alteration[] {
  return alterations(tree).filter(({ table }) => !soFar.isNew(table));
}

/** The columns that it adds to them. */
export function addedToUsed({ tree, soFar }: LintedStatement): FoundColumn[] {
  return addedColumns(tree).filter(({ table }) => !soFar.isNew(table));
}

/** The constraints that it adds to them. */
export function constraintsOfUsed({ tree, soFar }: LintedStatement): FoundConstraint[] {
  return constraintsIn(tree).filter(({ table, isAltering }) => isAltering && !soFar.isNew(table));
}
