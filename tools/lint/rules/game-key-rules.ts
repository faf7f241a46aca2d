import { allOf, as, strings } from "../../../src/migrations/syntax-tree.js";
import { constraintsIn, type FoundConstraint, inWords, nameOf } from "../constraints-in.js";
import type { LintRule, Warning } from "../lint-rule.js";
import { identifier, tableName } from "../sql-names.js";

/** A shard contains whole games, so unique constraints and foreign keys can only be enforced within a game. */
export const gameKeyRule: LintRule = {
  name: "key-without-game-id",
  check({ tree }) {
    const index = as(tree, "IndexStmt");
    const table = tableName(index?.relation);
    const columns = allOf(index?.indexParams, "IndexElem").flatMap(({ name }) => name ?? []);
    return [
      ...constraintsIn(tree).flatMap((found) =>
        found.constraint.contype === "CONSTR_FOREIGN" ? foreignKeyWarnings(found) : keyWarnings(found),
      ),
      ...(index?.unique && !columns.includes(gameColumn(table))
        ? [
            warning(
              `the unique index ${identifier(index.idxname ?? "")}`,
              table,
              `create unique index concurrently if not exists ${identifier(index.idxname ?? "…")} on ${table} ` +
                `(${[gameColumn(table), ...columns].join(", ")});`,
            ),
          ]
        : []),
    ];
  },
};

const gameColumn = (table: string) => (table === "games" ? "id" : "game_id");

function keyWarnings(found: FoundConstraint): Warning[] {
  const { table, constraint, columns } = found;
  const kinds: Readonly<Record<string, string>> = {
    CONSTR_PRIMARY: "primary key (",
    CONSTR_UNIQUE: "unique (",
    CONSTR_EXCLUSION: "exclude using gist (",
  };
  const kind = kinds[constraint.contype ?? ""];
  const isChecked = kind !== undefined && constraint.indexname === undefined;
  if (!isChecked || columns.includes(gameColumn(table))) return [];
  const equal =
    constraint.contype === "CONSTR_EXCLUSION" ? " with =, …" : [...columns].map((c) => `, ${c}`).join("");
  return [warning(inWords(found), table, `constraint ${nameOf(found)} ${kind}${gameColumn(table)}${equal})`)];
}

function foreignKeyWarnings(found: FoundConstraint): Warning[] {
  const { table, constraint, columns } = found;
  const referenced = tableName(constraint.pktable);
  const place = columns.indexOf(gameColumn(table));
  const { [place]: opposite = gameColumn(referenced) } = strings(constraint.pk_attrs);
  if (place >= 0 && opposite === gameColumn(referenced)) return [];
  const rest = columns.filter((column) => column !== gameColumn(table));
  return [
    warning(
      inWords(found),
      table,
      `constraint ${nameOf(found)} foreign key (${[gameColumn(table), ...rest].map(identifier).join(", ")}) ` +
        `references ${referenced} (${gameColumn(referenced)}${rest.length > 0 ? ", …" : ""})`,
    ),
  ];
}

function warning(what: string, table: string, sql: string): Warning {
  return {
    danger:
      `It takes no other lock, but with ${what} ${table} cannot be distributed by game: a shard knows its own games ` +
      `only, and the key does not hold ${gameColumn(table)}, on both sides where it references another table.`,
    safeWay: `put the game first:\n${sql}`,
  };
}
