import { as } from "../../../src/migrations/syntax-tree.js";
import { isCheapChange, typeText } from "../column-types.js";
import type { LintedStatement, LintRule, Warning } from "../lint-rule.js";
import { type Alteration, identifier } from "../sql-names.js";
import { usedAlterations } from "../used-tables.js";

/** The rule for a column that gets another type. */
export const columnTypeRule: LintRule = {
  name: "column-type",
  check: (statement) =>
    usedAlterations(statement).flatMap((alteration) =>
      alteration.command.subtype === "AT_AlterColumnType" ? typeWarnings(alteration, statement) : [],
    ),
};

function typeWarnings({ table, command }: Alteration, { schema }: LintedStatement): Warning[] {
  const { name = "" } = command;
  const { typeName: to = {}, raw_default: using, collClause } = as(command.def, "ColumnDef") ?? {};
  const from = schema.typeOf(table, name);
  const column = identifier(name);
  const isCheap = from !== undefined && !using && !collClause && isCheapChange(from, to);
  if (isCheap && !schema.isReadByCheck(table, name)) return [];
  if (isCheap) return [readByCheck(table, column, typeText(to))];
  const change =
    from === undefined
      ? `The migrations do not say what ${column} was. From most types to ${typeText(to)}`
      : `From ${typeText(from)} to ${typeText(to)}${using ? " by USING" : ""}`;
  return [
    {
      danger:
        `${change}, ACCESS EXCLUSIVE is held on ${table} while the table, or its indexes, are rewritten: nobody can ` +
        "read or write it until then.",
      safeWay:
        (from === undefined ? `${cheapOnes} Else ` : "") +
        "add another column, let the code write both, fill it some thousand rows to a transaction, let the code read " +
        `it, and drop the old one in a later migration:\nalter table ${table} add column ${column}_new ${typeText(to)};`,
    },
  ];
}

const cheapOnes =
  "check the type that the column has (`\\d`): from varchar to text, or to a varchar, numeric, varbit or timestamp " +
  "with a larger limit or none, nothing is written, and the change can be allowed.";

function readByCheck(table: string, column: string, type: string): Warning {
  return {
    danger:
      `The rows stay as they are, but a CHECK reads ${column}, and is checked again on every row of ${table}, under ` +
      "ACCESS EXCLUSIVE: nobody can read or write it until then.",
    safeWay:
      "take the CHECK off, add it again without looking at the rows, and prove it in a later migration:\n" +
      `alter table ${table} drop constraint …;\nalter table ${table} alter column ${column} type ${type};\n` +
      `alter table ${table} add constraint … check (…) not valid;\n` +
      `-- in the next migration:\nalter table ${table} validate constraint …;`,
  };
}
