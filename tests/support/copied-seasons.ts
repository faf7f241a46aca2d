import { getTableColumns } from "drizzle-orm";
import pg from "pg";
import { games, lineups, plays } from "../../src/index.js";

const generated = ["on_base_code", "runs_scored"];
const labels = ["id", "season", "created_at", "metadata"];

function namesOf(table: typeof games | typeof lineups | typeof plays, without: readonly string[]): string[] {
  return Object.values(getTableColumns(table))
    .map(({ name }) => name)
    .filter((name) => !without.includes(name) && !generated.includes(name));
}

/**
 * Fills a database with copies of its games, each set of copies as a separate season (`copy 1`, `copy 2` …), until it has this
 * many plays. Foreign keys are not checked again, because the originals satisfy them.
 */
export async function copySeasons(url: string, playCount: number): Promise<{ seasons: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query(
      "create unlogged table original as select id, row_number() over (order by id) as number from games",
    );
    const { rows } = await client.query<{ plays: number }>("select count(*)::int as plays from plays");
    const seasons = Math.ceil(playCount / (rows[0]?.plays ?? 1)) - 1;
    for (let copy = 1; copy <= seasons; copy += 1) await copySeason(client, copy);
    await client.query("drop table original");
    await client.query("vacuum analyze");
    return { seasons };
  } finally {
    await client.end();
  }
}

async function copySeason(client: pg.Client, copy: number): Promise<void> {
  const gameNames = namesOf(games, labels);
  await client.query("begin");
  // Version 7 UUIDs of later games are greater, so the copies are stored one after the other, like seasons.
  await client.query(
    `create temp table copied on commit drop as
     select id, (lpad(to_hex(4294967296 / 2 + ${copy}), 8, '0') || substr(md5(number::text), 9))::uuid as copy_id from original`,
  );
  await client.query(
    `insert into games (id, season, created_at, metadata, ${gameNames.join(", ")})
     select copied.copy_id, 'copy ${copy}', created_at + ${copy} * interval '1 year', '{}', ${gameNames.map((name) => `games.${name}`).join(", ")}
     from games join copied on copied.id = games.id`,
  );
  for (const [name, table] of Object.entries({ lineups, plays })) {
    const names = namesOf(table, ["game_id"]);
    await client.query(
      `insert into ${name} (game_id, ${names.join(", ")}) overriding system value
       select copied.copy_id, ${names.map((column) => `source.${column}`).join(", ")}
       from ${name} source join copied on copied.id = source.game_id`,
    );
  }
  await client.query("commit");
}
