import type { Node, ReindexStmt } from "libpg-query";
import type { SqlStatement } from "./sql-parser.js";
import { as, findAll, hasOption, strings } from "./syntax-tree.js";

/** One direction of a migration. */
export interface PartStatements {
  readonly statements: readonly SqlStatement[];
  /** False if the file says `(no transaction)`: its statements then run one by one. */
  readonly isTransactional: boolean;
  /** Why it cannot be reverted, if the file says `(irreversible: …)`. */
  readonly irreversible: string | undefined;
}

/**
 * The problems of a part, one sentence each.
 *
 * @param remark the text in parentheses after its marker; undefined if there is no such part
 */
export function partProblems(
  part: PartStatements,
  direction: "up" | "down",
  remark: string | undefined,
): string[] {
  const title = direction === "up" ? "Up Migration" : "Down Migration";
  if (remark === undefined) return [missingPart(direction, title)];
  if (part.irreversible !== undefined) return irreversibleProblems(part, direction);
  if (remark !== "" && remark !== "no transaction") {
    return [
      `\`-- ${title} (${remark})\` is unknown; use (no transaction), or in a down part (irreversible: why)`,
    ];
  }
  if (part.statements.length === 0) return [`its ${direction} part is empty`];
  return part.statements.flatMap((statement, index) => {
    const problem =
      statementProblem(statement.tree, part.isTransactional) ??
      settingProblem(statement.tree, part, part.statements.slice(index + 1));
    return problem === undefined ? [] : [`line ${statement.line}: ${problem}`];
  });
}

function missingPart(direction: "up" | "down", title: string): string {
  const noWayBack =
    direction === "up" ? "" : `, or \`-- ${title} (irreversible: why)\` if it cannot be reverted`;
  return `it has no ${direction} part: write it after a line \`-- ${title}\`${noWayBack}`;
}

function irreversibleProblems({ statements }: PartStatements, direction: "up" | "down"): string[] {
  if (direction === "up") return ["its up part cannot be irreversible: only a down part can"];
  return statements.length === 0 ? [] : ["its down part is marked irreversible, but has statements"];
}

function statementProblem(tree: Node, isTransactional: boolean): string | undefined {
  if ("TransactionStmt" in tree) return "the runner sends BEGIN, COMMIT and ROLLBACK itself: remove them";
  if (setsSearchPath(tree)) {
    return (
      "it changes search_path, but all migrations of a database run in the schema of its history: remove that, and " +
      "write the schema before the names of objects in other schemas (`create table other.scouts …`)"
    );
  }
  const alone = whyAlone(tree);
  if (isTransactional) {
    return (
      alone &&
      `${alone} cannot run in a transaction: put it into a separate file, and mark its part \`(no transaction)\``
    );
  }
  return isRepeatable(tree)
    ? undefined
    : "in a part without a transaction, every statement must be safe to run again after a failure: " +
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS, CREATE OR REPLACE FUNCTION, DROP … IF EXISTS, ADD CONSTRAINT after " +
        "DROP CONSTRAINT IF EXISTS, VALIDATE CONSTRAINT, UPDATE, and similar";
}

function setsSearchPath(tree: Node): boolean {
  if ("VariableSetStmt" in tree) {
    const { name, kind } = tree.VariableSetStmt;
    return name === "search_path" || kind === "VAR_RESET_ALL";
  }
  return "SelectStmt" in tree && configCalls(tree).some(({ name }) => name === "search_path");
}

/** A setting that is changed must not reach the migrations after this one, or what the connection is used for then. */
function settingProblem(
  tree: Node,
  { isTransactional }: PartStatements,
  later: readonly SqlStatement[],
): string | undefined {
  const setting = lastingSetting(tree);
  if (setting === undefined) return undefined;
  const problem =
    "it changes a setting for all migrations after it, and for what the connection is used for then";
  if (isTransactional)
    return `${problem}: write SET LOCAL, or set_config(…, true), which end with this migration`;
  const isReset = later.some(
    ({ tree: next }) =>
      "VariableSetStmt" in next &&
      next.VariableSetStmt.kind === "VAR_RESET" &&
      next.VariableSetStmt.name === setting,
  );
  return isReset ? undefined : `${problem}: reset it at the end of this part (\`reset work_mem\`)`;
}

/** The setting that a statement changes beyond its transaction. RESET returns to what the connection was set to. */
function lastingSetting(tree: Node): string | undefined {
  if ("VariableSetStmt" in tree) {
    const { name, kind, is_local } = tree.VariableSetStmt;
    const isOfTransaction = kind === "VAR_SET_MULTI" && name !== "SESSION CHARACTERISTICS";
    return is_local || kind === "VAR_RESET" || isOfTransaction ? undefined : name;
  }
  if (!("SelectStmt" in tree)) return undefined;
  const lasting = configCalls(tree).find(({ isLocal }) => !isLocal);
  return lasting && (lasting.name ?? "");
}

interface ConfigCall {
  /** The setting in lower case; undefined if it is not a constant. */
  readonly name: string | undefined;
  /** True only where a constant says so. */
  readonly isLocal: boolean;
}

/** The calls of `set_config` in a statement. */
function configCalls(tree: Node): ConfigCall[] {
  return findAll(tree, "FuncCall").flatMap(({ funcname, args = [] }) => {
    if (strings(funcname).at(-1) !== "set_config") return [];
    const name = as(args[0], "A_Const")?.sval?.sval?.toLowerCase();
    return [{ name, isLocal: as(args[2], "A_Const")?.boolval?.boolval === true }];
  });
}

/** The name of a statement that PostgreSQL refuses inside a transaction. */
function whyAlone(tree: Node): string | undefined {
  if ("IndexStmt" in tree && tree.IndexStmt.concurrent) return "CREATE INDEX CONCURRENTLY";
  if ("DropStmt" in tree && tree.DropStmt.concurrent) return "DROP INDEX CONCURRENTLY";
  if ("ReindexStmt" in tree) return whyReindexAlone(tree.ReindexStmt);
  if ("VacuumStmt" in tree && tree.VacuumStmt.is_vacuumcmd) return "VACUUM";
  if ("AlterTableStmt" in tree && tree.AlterTableStmt.cmds?.some(isConcurrentDetach))
    return "DETACH PARTITION CONCURRENTLY";
  return Object.entries(ofTheServer).find(([kind]) => kind in tree)?.[1];
}

/** Statements that change the server, not this database. */
const ofTheServer: Readonly<Record<string, string>> = {
  CreatedbStmt: "CREATE DATABASE",
  DropdbStmt: "DROP DATABASE",
  AlterSystemStmt: "ALTER SYSTEM",
  CreateTableSpaceStmt: "CREATE TABLESPACE",
  DropTableSpaceStmt: "DROP TABLESPACE",
};

const ofManyTables: Readonly<Record<string, string>> = {
  REINDEX_OBJECT_DATABASE: "REINDEX DATABASE",
  REINDEX_OBJECT_SCHEMA: "REINDEX SCHEMA",
  REINDEX_OBJECT_SYSTEM: "REINDEX SYSTEM",
};

function whyReindexAlone({ kind, params }: ReindexStmt): string | undefined {
  return hasOption(params, "concurrently") ? "REINDEX CONCURRENTLY" : ofManyTables[kind ?? ""];
}

function isConcurrentDetach(command: Node): boolean {
  if (!("AlterTableCmd" in command)) return false;
  const { def } = command.AlterTableCmd;
  return def !== undefined && "PartitionCmd" in def && def.PartitionCmd.concurrent === true;
}

function isRepeatable(tree: Node): boolean {
  if ("IndexStmt" in tree)
    return tree.IndexStmt.if_not_exists === true && tree.IndexStmt.idxname !== undefined;
  if ("DropStmt" in tree) return tree.DropStmt.missing_ok === true;
  if ("AlterEnumStmt" in tree) return tree.AlterEnumStmt.skipIfNewValExists === true;
  if ("CreateFunctionStmt" in tree) return tree.CreateFunctionStmt.replace === true;
  if ("AlterTableStmt" in tree) return areRepeatable(tree.AlterTableStmt.cmds ?? []);
  return ["ReindexStmt", "VacuumStmt", "UpdateStmt", "DeleteStmt", "CommentStmt", "VariableSetStmt"].some(
    (kind) => kind in tree,
  );
}

/** ADD CONSTRAINT is repeatable if the same statement first drops a constraint of this name, if it exists. */
function areRepeatable(commands: readonly Node[]): boolean {
  const dropped = new Set<string | undefined>();
  return commands.every((command) => {
    if (!("AlterTableCmd" in command)) return false;
    const { subtype, name, def, missing_ok } = command.AlterTableCmd;
    if (subtype === "AT_DropConstraint" && missing_ok) dropped.add(name);
    const added = def !== undefined && "Constraint" in def ? def.Constraint.conname : undefined;
    return (
      subtype === "AT_ValidateConstraint" ||
      (subtype === "AT_DropConstraint" && missing_ok === true) ||
      (subtype === "AT_AddConstraint" && added !== undefined && dropped.has(added))
    );
  });
}
