import type { ClientBase } from "pg";
import { ConfigurationError } from "../errors/errors.js";
import type { SqlStatement } from "./sql-parser.js";

/**
 * True if the database's `games` is distributed.
 *
 * @throws {ConfigurationError} if `isWanted` and the server has no Citus
 */
export async function isDistributed(client: ClientBase, isWanted: boolean): Promise<boolean> {
  const { rows: extensions } = await client.query("select from pg_extension where extname = 'citus'");
  if (extensions.length === 0) {
    if (!isWanted) return false;
    throw new ConfigurationError(
      "This database has no Citus extension, so its tables cannot be distributed. Nothing was run. Create the " +
        "extension on the coordinator (`create extension citus`), or omit `--distributed citus`.",
    );
  }
  const { rows } = await client.query(
    "select from pg_dist_partition where logicalrelid = to_regclass('games')",
  );
  return rows.length > 0;
}

/** What a script distributes in addition to running migrations. */
export interface PendingDistribution {
  /** True if the tables are already distributed: a new table is then distributed right after it is created. */
  readonly isDone: boolean;
  /** SQL that distributes the existing tables, after the migrations. */
  readonly left: readonly string[];
}

/**
 * What `up` would distribute on this database in addition to the tables that it creates; undefined for nothing.
 *
 * @throws as {@link isDistributed} does
 */
export async function planDistribution(
  client: ClientBase,
  isWanted: boolean,
): Promise<PendingDistribution | undefined> {
  const isDone = await isDistributed(client, isWanted);
  if (!isDone && !isWanted) return undefined;
  return { isDone, left: (await undistributedTables(client)).map(distribute) };
}

/**
 * Distributes by game every table that has a `game_id` and is not distributed yet, referenced tables first. Each table is a
 * separate transaction: after a failure, the next call continues with the rest.
 */
export async function distributeTables(client: ClientBase): Promise<void> {
  for (const name of await undistributedTables(client)) await client.query(distribute(name));
}

/** Referenced tables first. */
async function undistributedTables(client: ClientBase): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string; references: string[] }>(undistributed);
  const names: string[] = [];
  const left = new Map(tables.map(({ name, references }) => [name, references]));
  while (left.size > 0) {
    const next = [...left].find(([, references]) => references.every((name) => !left.has(name)))?.[0];
    // Tables that reference each other have no order: take any, and let the server refuse it.
    const name = next ?? (left.keys().next().value as string);
    left.delete(name);
    names.push(name);
  }
  return names;
}

/** What is sent right after a statement if the tables are distributed: it distributes the table that the statement creates. */
export function distributionOf({ tree }: SqlStatement): string[] {
  if (!("CreateStmt" in tree)) return [];
  const { relation, tableElts = [] } = tree.CreateStmt;
  const hasGame = tableElts.some(
    (element) => "ColumnDef" in element && element.ColumnDef.colname === "game_id",
  );
  if (relation?.relname === undefined || relation.relpersistence === "t") return [];
  return hasGame || relation.relname === "games" ? [distribute(relation.relname)] : [];
}

function distribute(table: string): string {
  return table === "games"
    ? "select create_distributed_table('games', 'id')"
    : `select create_distributed_table('${table}', 'game_id', colocate_with => 'games')`;
}

const undistributed = `
select c.relname as name,
  array(
    select distinct parent.relname::text from pg_constraint f join pg_class parent on parent.oid = f.confrelid
    where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid
  ) as references
from pg_class c
where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and (c.relname = 'games' or exists (
    select from pg_attribute a where a.attrelid = c.oid and a.attname = 'game_id' and not a.attisdropped
  ))
  and not exists (select from pg_dist_partition d where d.logicalrelid = c.oid)
order by c.relname <> 'games', c.relname`;
