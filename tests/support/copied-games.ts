import { getTableColumns } from "drizzle-orm";
import { type Database, games, lineups, plays } from "../../src/index.js";
import { query } from "./raw-sql.js";

const generated = new Set(["on_base_code", "runs_scored"]);

/** The names of a table's columns, but for those that a copy has of its own. */
function namesOf(table: typeof games | typeof lineups | typeof plays, own: readonly string[]): string {
  return Object.values(getTableColumns(table))
    .map(({ name }) => name)
    .filter((name) => !own.includes(name) && !generated.has(name))
    .join(", ");
}

/** Copies a game with its lineups and plays this many times, each copy one minute younger than the one before. */
export function copyGame(database: Database, gameId: string, copies: number): Promise<void> {
  const own = { games: ["id", "created_at", "metadata"], rows: ["game_id"] };
  const gameNames = namesOf(games, own.games);
  return database.transaction(async (session) => {
    await query(
      session,
      `insert into games (id, created_at, metadata, ${gameNames})
        select gen_random_uuid(), created_at + copy * interval '1 minute', '{"isCopy": true}', ${gameNames}
        from games, generate_series(1, ${copies}) as copy where id = '${gameId}'`,
    );
    const made = await query(session, `select id from games where metadata ? 'isCopy'`);
    const ids = made.map(({ id }) => id).join(",");
    for (const [name, table] of Object.entries({ lineups, plays })) {
      const names = namesOf(table, own.rows);
      await query(
        session,
        `insert into ${name} (game_id, ${names}) overriding system value
          select copies.id, ${names.replaceAll(/\w+/g, "original.$&")} from ${name} as original, unnest('{${ids}}'::uuid[]) as copies (id)
          where original.game_id = '${gameId}'`,
      );
    }
    await query(session, "analyze");
  });
}
