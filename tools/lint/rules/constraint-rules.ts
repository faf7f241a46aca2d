import { definitionOf, type FoundConstraint, inWords, kindOf, nameOf } from "../constraints-in.js";
import type { LintedStatement, LintRule, Warning } from "../lint-rule.js";
import { identifier, tableName } from "../sql-names.js";
import { constraintsOfUsed, usedAlterations } from "../used-tables.js";
import { defaultOf } from "./column-rules.js";

const inNext = "-- in the next migration:";

/** Rules for constraints that are added to a table in use. */
export const constraintRules: readonly LintRule[] = [
  {
    name: "constraint-without-not-valid",
    check: (statement) =>
      constraintsOfUsed(statement).flatMap((found) => (isProvedAtOnce(found) ? [proofWarning(found)] : [])),
  },
  {
    name: "unique-without-using-index",
    check: (statement) =>
      constraintsOfUsed(statement).flatMap((found) => {
        const { contype, indexname } = found.constraint;
        const isKey = contype === "CONSTR_PRIMARY" || contype === "CONSTR_UNIQUE";
        return isKey && indexname === undefined ? [keyWarning(found)] : [];
      }),
  },
  {
    name: "exclusion-constraint",
    check: (statement) =>
      constraintsOfUsed(statement).flatMap((found) =>
        found.constraint.contype === "CONSTR_EXCLUSION" ? [exclusionWarning(found)] : [],
      ),
  },
  { name: "validate-in-same-transaction", check: validations },
  { name: "set-not-null", check: notNulls },
];

/** A column that is added without a default is null in every row, and a foreign key ignores nulls. */
function isProvedAtOnce({ constraint, column }: FoundConstraint): boolean {
  const { contype, skip_validation } = constraint;
  if (skip_validation) return false;
  if (contype === "CONSTR_FOREIGN") return column === undefined || defaultOf(column) !== undefined;
  return contype === "CONSTR_CHECK";
}

function proofWarning(found: FoundConstraint): Warning {
  const { table, constraint, column } = found;
  const referenced = tableName(constraint.pktable);
  const isForeignKey = constraint.contype === "CONSTR_FOREIGN";
  const name = nameOf(found);
  return {
    danger: isForeignKey
      ? `Adding ${inWords(found)} holds SHARE ROW EXCLUSIVE on ${table} and on ${referenced} while every row is looked ` +
        "up: nobody can write to either of them until then."
      : `Adding ${inWords(found)} holds ACCESS EXCLUSIVE on ${table} while every row is checked: nobody can read or ` +
        "write it until then.",
    safeWay:
      `${column === undefined ? "" : "add the column alone, and the constraint after it; "}` +
      "add it for new rows, and prove the old ones in a later migration, under SHARE UPDATE EXCLUSIVE, which lets " +
      "everybody read and write:\n" +
      `alter table ${table} add constraint ${name} ${definitionOf(found)} not valid;\n` +
      `${inNext}\nalter table ${table} validate constraint ${name};`,
  };
}

function keyWarning(found: FoundConstraint): Warning {
  const { table, constraint, columns } = found;
  const name = nameOf(found);
  const isPrimary = constraint.contype === "CONSTR_PRIMARY";
  return {
    danger:
      `Adding ${inWords(found)} holds ACCESS EXCLUSIVE on ${table} while its index is built: nobody can read or write ` +
      "it until then.",
    safeWay:
      "build the index first, in a file marked `-- Up Migration (no transaction)`:\n" +
      `create unique index concurrently if not exists ${name} on ${table} (${columns.map(identifier).join(", ")});\n` +
      `${inNext}\nalter table ${table} add constraint ${name} ${kindOf(constraint)?.replace(" constraint", "")} using index ${name};` +
      (isPrimary ? "\nIts columns must be NOT NULL before, or every row is looked at for that." : ""),
  };
}

function exclusionWarning(found: FoundConstraint): Warning {
  return {
    danger:
      `Adding ${inWords(found)} holds ACCESS EXCLUSIVE on ${found.table} while its index is built, and there is no way ` +
      "to build it concurrently: nobody can read or write the table until then.",
    safeWay:
      "where all operators are =, a unique index concurrently. Else a new table that has the constraint from its " +
      "beginning: let the code write to both, copy the rows some thousand to a transaction, then read the new one.",
  };
}

function validations(statement: LintedStatement): Warning[] {
  if (!statement.isTransactional) return [];
  const own = constraintsOfUsed(statement);
  return usedAlterations(statement).flatMap(({ table, command: { subtype, name = "" } }) => {
    const isAddedHere =
      statement.soFar.hasAdded(table, name) || own.some(({ constraint }) => constraint.conname === name);
    if (subtype !== "AT_ValidateConstraint" || !isAddedHere) return [];
    return [
      {
        danger:
          `The lock under which ${identifier(name)} was added (ACCESS EXCLUSIVE, for a foreign key SHARE ROW EXCLUSIVE ` +
          `on both tables) is held until commit, so also while every row of ${table} is looked at: NOT VALID has no effect here.`,
        safeWay: `in the next migration:\nalter table ${table} validate constraint ${identifier(name)};`,
      },
    ];
  });
}

function notNulls(statement: LintedStatement): Warning[] {
  const set = usedAlterations(statement).flatMap(({ table, command: { subtype, name = "" } }) =>
    subtype === "AT_SetNotNull" ? [{ table, column: name }] : [],
  );
  const added = constraintsOfUsed(statement).flatMap(({ table, constraint, column, columns }) => {
    const isAdded = column === undefined && constraint.contype === "CONSTR_NOTNULL";
    return isAdded && !constraint.skip_validation ? columns.map((name) => ({ table, column: name })) : [];
  });
  return [...set, ...added].flatMap(({ table, column }) => {
    if (statement.schema.isProvedNotNull(table, column)) return [];
    const name = identifier(column);
    const check = identifier(`${table.split(".").at(-1)}_${column}_present`);
    return [
      {
        danger:
          `SET NOT NULL holds ACCESS EXCLUSIVE on ${table} while it looks for nulls in every row: nobody can read or ` +
          "write it until then. It need not look where a CHECK that was proved before says that there are none.",
        safeWay:
          `alter table ${table} add constraint ${check} check (${name} is not null) not valid;\n` +
          `${inNext}\nalter table ${table} validate constraint ${check};\n` +
          `${inNext}\nalter table ${table} alter column ${name} set not null;\n` +
          `alter table ${table} drop constraint ${check};`,
      },
    ];
  });
}
