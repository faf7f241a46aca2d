import type { ClientBase } from "pg";

/** Every table with the game's id, and the column with the id. */
export const gameTables: Readonly<Record<string, string>> = {
  games: "id",
  game_sessions: "game_id",
  lineups: "game_id",
  plays: "game_id",
  known_findings: "game_id",
  roster_links: "game_id",
  stored_lines: "game_id",
  stored_batting_lines: "game_id",
  stored_pitching_lines: "game_id",
};

/**
 * Creates the same tables again with four partitions by the hash of the game's id, and makes the client use these, so that a
 * statement's plan shows which partitions it touches.
 */
export async function storeInParts(client: ClientBase): Promise<void> {
  await client.query("create schema parts");
  for (const [table, column] of Object.entries(gameTables)) {
    await client.query(
      `create table parts.${table} (like public.${table} including all) partition by hash (${column})`,
    );
    for (const remainder of [0, 1, 2, 3]) {
      await client.query(
        `create table parts.${table}_part_${remainder} partition of parts.${table}
         for values with (modulus 4, remainder ${remainder})`,
      );
    }
  }
  // A view reads the tables that it was made of, in whatever schema: these are made once more too.
  const views = await client.query<{ name: string; definition: string }>(
    `select relname as name, pg_get_viewdef(oid) as definition from pg_class
     where relkind = 'v' and relnamespace = 'public'::regnamespace order by oid`,
  );
  await client.query("set search_path = parts");
  for (const { name, definition } of views.rows) await client.query(`create view ${name} as ${definition}`);
}

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly Plans?: readonly PlanNode[];
}

/** Each step of a statement's plan that touches a table, for these values. */
export async function stepsOf(
  client: ClientBase,
  text: string,
  values: unknown[],
): Promise<{ step: string; relation: string }[]> {
  const { rows } = await client.query(`explain (format json) ${text}`, values);
  const steps: { step: string; relation: string }[] = [];
  const collect = (node: PlanNode) => {
    const relation = node["Relation Name"];
    if (relation !== undefined) steps.push({ step: node["Node Type"], relation });
    for (const inner of node.Plans ?? []) collect(inner);
  };
  collect(rows[0]["QUERY PLAN"][0].Plan);
  return steps;
}
