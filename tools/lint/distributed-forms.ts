import type { Node, SelectStmt } from "libpg-query";
import { as, findAll, strings } from "../../src/migrations/syntax-tree.js";

/** A form of a statement that a distributed PostgreSQL (Citus) refuses, or spreads over its nodes. */
export interface DistributedForm {
  readonly name: string;
  /** What to write in its place. */
  readonly instead: string;
  /** True if only a statement on many games is refused. A statement on a known game is sent to its shard unchanged. */
  readonly isOfManyGames?: boolean;
  isIn(tree: Node): boolean;
}

export const distributedForms: readonly DistributedForm[] = [
  {
    name: "an INSERT that is a part of another statement",
    instead: "a statement of its own, in one transaction with the other",
    isIn: (tree) => findAll(tree, "CommonTableExpr").some((part) => findAll(part, "InsertStmt").length > 0),
  },
  {
    name: "an INSERT … SELECT whose game is not a table's column",
    instead: "VALUES with the game, or a SELECT that takes the game from a table",
    isIn: (tree) => findAll(tree, "InsertStmt").some(takesGameFromNowhere),
  },
  {
    name: "a subquery within VALUES",
    instead: "the value, read before",
    isIn: (tree) =>
      findAll(tree, "InsertStmt").some(
        ({ selectStmt }) => findAll(as(selectStmt, "SelectStmt")?.valuesLists, "SubLink").length > 0,
      ),
  },
  {
    name: "a function in DO UPDATE SET that is not immutable",
    instead: "the value as a parameter",
    isIn: (tree) =>
      findAll(tree, "InsertStmt").some(({ onConflictClause }) => {
        const set = onConflictClause?.targetList;
        return callsAny(set, [...volatile, ...stable]) || readsClock(set);
      }),
  },
  {
    name: "a volatile function in an UPDATE or a DELETE",
    instead: "the value as a parameter",
    isIn: (tree) =>
      findAll(tree, "UpdateStmt").some(
        ({ targetList, whereClause }) => callsAny(targetList, volatile) || callsAny(whereClause, volatile),
      ) || findAll(tree, "DeleteStmt").some(({ whereClause }) => callsAny(whereClause, volatile)),
  },
  {
    name: "rows that are found by their ctid",
    instead: "the primary key",
    isIn: (tree) =>
      findAll(tree, "ColumnRef").some(({ fields }) => ["ctid", "xmin", "xmax"].includes(last(fields))),
  },
  {
    name: "a MERGE from what is not a table",
    instead: "INSERT … ON CONFLICT, or UPDATE",
    isIn: (tree) =>
      findAll(tree, "MergeStmt").some(
        ({ sourceRelation }) => findAll(sourceRelation, "RangeVar").length === 0,
      ),
  },
  {
    name: "a row lock beside a table function",
    instead: "id = any ($1)",
    isIn: (tree) =>
      selects(tree).some(
        ({ lockingClause, fromClause }) =>
          lockingClause !== undefined && findAll(fromClause, "RangeFunction").length > 0,
      ),
  },
  {
    name: "a row lock on games that are not known",
    instead: "one statement for each game",
    isIn: (tree) =>
      selects(tree).some(
        ({ lockingClause, whereClause }) =>
          lockingClause !== undefined && findAll(whereClause, "ParamRef").length === 0,
      ),
  },
  {
    name: "a notification, an advisory lock or a sequence beside a table",
    instead: "a statement of its own: this one is run by the node that has the rows",
    isIn: (tree) =>
      selects(tree).some(
        ({ targetList, fromClause }) =>
          callsAny(targetList, atCoordinator) && findAll(fromClause, "RangeVar").length > 0,
      ),
  },
  {
    name: "a subquery in FROM that reads nothing",
    instead: "the expressions themselves, or a row of a table",
    isOfManyGames: true,
    isIn: (tree) =>
      findAll(tree, "RangeSubselect").some(({ subquery }) => {
        const select = as(subquery, "SelectStmt");
        return select !== undefined && readsNothing(select);
      }),
  },
  {
    name: "a table function in a union",
    instead: "VALUES, or a row of a table",
    isOfManyGames: true,
    isIn: (tree) => selects(tree).some(({ larg, rarg }) => findAll([larg, rarg], "RangeFunction").length > 0),
  },
  {
    name: "a union of columns in a LATERAL subquery",
    instead: "lateral (values (a), (b))",
    isOfManyGames: true,
    isIn: (tree) =>
      findAll(tree, "RangeSubselect").some(({ lateral, subquery }) => {
        const { larg, rarg } = as(subquery, "SelectStmt") ?? {};
        return lateral === true && [larg, rarg].some((arm) => arm !== undefined && readsNothing(arm));
      }),
  },
  {
    name: "GROUPING SETS, ROLLUP or CUBE",
    instead: "a query for each grouping",
    isOfManyGames: true,
    isIn: (tree) => findAll(tree, "GroupingSet").length > 0,
  },
  {
    name: "a recursive query",
    instead: "a query of one game",
    isOfManyGames: true,
    isIn: (tree) =>
      [...selects(tree), ...findAll(tree, "InsertStmt"), ...findAll(tree, "UpdateStmt")].some(
        ({ withClause }) => withClause?.recursive === true,
      ),
  },
];

/** The forms that a statement has. @param isOfOneGame true if the statement names its game */
export function formsIn(
  trees: readonly Node[],
  { isOfOneGame = false }: { readonly isOfOneGame?: boolean } = {},
): DistributedForm[] {
  return distributedForms
    .filter(({ isOfManyGames = false }) => !(isOfManyGames && isOfOneGame))
    .filter(({ isIn }) => trees.some(isIn));
}

/** Functions with a new value at each call, and functions with a new value in each statement. */
const atCoordinator = [
  ...["nextval", "setval", "currval", "lastval", "pg_notify"],
  ...["pg_advisory_lock", "pg_advisory_xact_lock", "pg_try_advisory_lock", "pg_try_advisory_xact_lock"],
];
const volatile = [
  ...atCoordinator,
  ...["random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7"],
  ...["clock_timestamp", "timeofday", "set_config"],
];
const stable = ["now", "transaction_timestamp", "statement_timestamp", "current_setting"];

/** A SELECT that reads nothing: no table, no function, no VALUES, and no others in a union. */
const readsNothing = ({ fromClause, valuesLists, larg }: SelectStmt) =>
  fromClause === undefined && valuesLists === undefined && larg === undefined;

const selects = (tree: unknown) => findAll(tree, "SelectStmt");
const isOfGame = (name: string | undefined) => name === "game_id" || name === "id";
const last = (names: readonly Node[] | undefined) => strings(names).at(-1) ?? "";

const callsAny = (tree: unknown, names: readonly string[]) =>
  findAll(tree, "FuncCall").some(({ funcname }) => names.includes(last(funcname)));

/** `current_timestamp` and similar expressions, which are not functions in the syntax. */
const readsClock = (tree: unknown) => findAll(tree, "SQLValueFunction").length > 0;

/** INSERT … SELECT goes to one shard only if the game's id is a table's column. */
function takesGameFromNowhere({
  cols,
  selectStmt,
}: {
  readonly cols?: Node[];
  readonly selectStmt?: Node;
}): boolean {
  const select = as(selectStmt, "SelectStmt");
  if (select === undefined || select.valuesLists !== undefined) return false;
  const place = (cols ?? []).findIndex((column) => isOfGame(as(column, "ResTarget")?.name));
  const given = as(select.targetList?.[place], "ResTarget")?.val;
  return as(given, "ColumnRef") === undefined;
}
