import type { Node, SelectStmt } from "libpg-query";
import { parseStatements } from "../../src/migrations/parser.js";
import { as, findAll } from "../../src/migrations/syntax-tree.js";

/** A form that a distributed PostgreSQL (Citus) refuses, or spreads over its nodes. */
interface Rule {
  readonly name: string;
  /** True where only a query of many games is refused: one of a known game is sent to its shard as it is. */
  readonly isOfManyGames?: boolean;
  isBroken(tree: Node): boolean;
}

/** A SELECT that reads nothing: no table, no function, no VALUES, and no others in a union. */
const readsNothing = ({ fromClause, valuesLists, larg }: SelectStmt) =>
  fromClause === undefined && valuesLists === undefined && larg === undefined;

const selects = (tree: unknown) => findAll(tree, "SelectStmt");
const isOfGame = (name: string | undefined) => name === "game_id" || name === "id";

/** INSERT … SELECT goes to one shard only where the game's column is that of a table. */
function takesGameFromNowhere(tree: Node): boolean {
  return findAll(tree, "InsertStmt").some(({ cols, selectStmt }) => {
    const select = as(selectStmt, "SelectStmt");
    if (select === undefined || select.valuesLists !== undefined) return false;
    const place = (cols ?? []).findIndex((column) => isOfGame(as(column, "ResTarget")?.name));
    const given = as(select.targetList?.[place], "ResTarget")?.val;
    return as(given, "ColumnRef") === undefined;
  });
}

export const citusRules: readonly Rule[] = [
  {
    name: "an INSERT that is a part of another statement",
    isBroken: (tree) =>
      findAll(tree, "CommonTableExpr").some((part) => findAll(part, "InsertStmt").length > 0),
  },
  { name: "an INSERT … SELECT whose game is not a table's column", isBroken: takesGameFromNowhere },
  {
    name: "a row lock beside a table function",
    isBroken: (tree) =>
      selects(tree).some(
        ({ lockingClause, fromClause }) =>
          lockingClause !== undefined && findAll(fromClause, "RangeFunction").length > 0,
      ),
  },
  {
    name: "a row lock on games that are not known",
    isBroken: (tree) =>
      selects(tree).some(
        ({ lockingClause, whereClause }) =>
          lockingClause !== undefined && findAll(whereClause, "ParamRef").length === 0,
      ),
  },
  {
    name: "a subquery in FROM that reads nothing",
    isOfManyGames: true,
    isBroken: (tree) =>
      findAll(tree, "RangeSubselect").some(({ subquery }) => {
        const select = as(subquery, "SelectStmt");
        return select !== undefined && readsNothing(select);
      }),
  },
  {
    name: "a table function in a union",
    isOfManyGames: true,
    isBroken: (tree) =>
      selects(tree).some(({ larg, rarg }) => findAll([larg, rarg], "RangeFunction").length > 0),
  },
];

/** The rules that a statement breaks. */
export async function brokenRules(sql: string, { isOfOneGame = false } = {}): Promise<string[]> {
  const parsed = await parseStatements(sql);
  return citusRules
    .filter(({ isOfManyGames = false }) => !(isOfManyGames && isOfOneGame))
    .filter(({ isBroken }) => parsed.some(({ tree }) => isBroken(tree)))
    .map(({ name }) => name);
}
