import type { ClientBase } from "pg";

/** The column that holds a table's game: `id` in `games` itself. */
const gameColumn = `
  (select attnum from pg_attribute
   where attrelid = $table and attname = case when $table = 'public.games'::regclass then 'id' else 'game_id' end)`;
const gameColumnOf = (table: string) => gameColumn.replaceAll("$table", table);

const ofOurs =
  "c.connamespace = 'public'::regnamespace and c.conrelid <> 0 and c.conrelid::regclass::text not like 'dugout_migration%'";
const indexesOfOurs = `pg_index i join pg_class c on c.oid = i.indexrelid and c.relnamespace = 'public'::regnamespace
  and i.indrelid::regclass::text not like 'dugout_migration%'`;

/**
 * The rules that keep the schema distributable by game, each as a query that finds violations. The numbers are those of the
 * design's list.
 */
export const shardableRules: Readonly<Record<string, string>> = {
  "1: every primary key and unique constraint contains the game": `
    select conname from pg_constraint c
    where ${ofOurs} and contype in ('p', 'u', 'x') and coalesce(${gameColumnOf("conrelid")} <> all (conkey), true)`,
  "1: every unique index contains the game": `
    select c.relname from ${indexesOfOurs}
    where indisunique and coalesce(${gameColumnOf("i.indrelid")} <> all ((indkey::int2[])[0:indnkeyatts - 1]), true)`,
  "1: every foreign key has the game at the same position on both sides": `
    select conname from pg_constraint c
    where ${ofOurs} and contype = 'f' and not coalesce(
      array_position(conkey, ${gameColumnOf("conrelid")}) = array_position(confkey, ${gameColumnOf("confrelid")}), false)`,
  "1: every table has a primary key": `
    select relname from pg_class r where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and relname not like 'dugout_migration%'
      and not exists (select 1 from pg_constraint where conrelid = r.oid and contype = 'p')`,
  "2: nothing is deferred": `select conname from pg_constraint c where ${ofOurs} and condeferred`,
  "3: there are no triggers": "select tgname from pg_trigger where not tgisinternal",
  "3: no foreign key sets to null or to a default": `
    select conname from pg_constraint c where ${ofOurs} and contype = 'f' and (confdeltype in ('n', 'd') or confupdtype in ('n', 'd'))`,
  "3: names of constraints are short": `
    select conname from pg_constraint c where ${ofOurs} and contype <> 'n' and length(conname) >= 40`,
  "3: names of indexes are short": `select c.relname from ${indexesOfOurs} where length(c.relname) >= 40`,
  "4: identity columns are bigint": `
    select c.relname || '.' || attname from pg_attribute join pg_class c on c.oid = attrelid
    where c.relnamespace = 'public'::regnamespace and attidentity <> '' and atttypid <> 'bigint'::regtype`,
  "4: no column takes its number from a sequence by itself": `
    select adrelid::regclass::text || ' ' || pg_get_expr(adbin, adrelid) from pg_attrdef
    where pg_get_expr(adbin, adrelid) like 'nextval(%' and adrelid::regclass::text not like 'dugout_migration%'`,
};

/** The names of what breaks a rule in this database. */
export async function violations(client: ClientBase, rule: string): Promise<string[]> {
  const text = shardableRules[rule];
  if (text === undefined) throw new RangeError(`there is no rule ${rule}`);
  const { rows } = await client.query<[string]>({ text, rowMode: "array" });
  return rows.map(([name]) => name);
}
