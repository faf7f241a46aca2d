import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../../src/index.js";
import { battingSplits, battingTotals, pitchingTotals } from "../../../src/stats.js";
import { withClient } from "../../support/plain-client.js";
import { query } from "../../support/raw-sql.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const gamesStored = 2_000;
/** Each player bats, and each pitches, in so many of the games. */
const gamesOfOne = 10;
const players = gamesStored / gamesOfOne;
const playsOfGame = 3;

let served: TestDatabase;
let database: Database;

beforeAll(async () => {
  served = await createTestDatabase();
  database = await served.open();
  await withClient(served.url, (client) =>
    client.query(`
      with game as (
        insert into games (id, league_id, home_team_id, away_team_id, status, season)
        select gen_random_uuid(), 'sba', 1, 2, 'completed', '2020' from generate_series(1, ${gamesStored})
        returning id
      ), numbered as materialized (
        select id, row_number() over () % ${players} as player from game
      ), batter as (
        insert into lineups (game_id, team_id, player_id, position, batting_order)
        select id, 2, player, 'CF', 1 from numbered returning game_id, id
      ), pitcher as (
        insert into lineups (game_id, team_id, player_id, position)
        select id, 1, player, 'P' from numbered returning game_id, id
      )
      insert into plays (game_id, play_number, inning, half, outs_before, batting_order, away_score, home_score, batter_id, pitcher_id)
      select game_id, number, 1, 'top', 0, 1, 0, 0, batter.id, pitcher.id
      from batter join pitcher using (game_id) cross join generate_series(1, ${playsOfGame}) as number;
      analyze games, lineups, plays`),
  );
});
afterAll(async () => {
  await database.close();
  await served.drop();
});

/** How many rows of a table some statistics read. */
async function rowsRead(
  read: (database: Parameters<typeof battingTotals>[0]) => Promise<unknown>,
  table: string,
) {
  return database.transaction(async (session) => {
    await read(session);
    const [row] = await query(
      session,
      `select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as rows from pg_stat_xact_user_tables where relname = '${table}'`,
    );
    return Number(row?.rows);
  });
}

it.each([
  ["batting totals", battingTotals],
  ["pitching totals", pitchingTotals],
] as const)("%s of one career read his games only, and those of all read all", async (_, totals) => {
  for (const table of ["games", "plays"]) {
    const ofAll = await rowsRead((session) => totals(session, {}), table);
    expect(ofAll).toBeGreaterThanOrEqual(gamesStored);
    for (const season of [undefined, "2020"]) {
      const ofOne = await rowsRead((session) => totals(session, { playerId: 7, season }), table);
      expect(ofOne).toBeGreaterThan(0);
      // Some parts of a line look at the same plays again; none looks at another's.
      expect(ofOne).toBeLessThan(20 * gamesOfOne * playsOfGame);
    }
  }
});

it("batting splits of one career read his games only", async () => {
  const ofOne = await rowsRead((session) => battingSplits(session, { by: "inning", playerId: 7 }), "plays");
  expect(ofOne).toBeGreaterThan(0);
  expect(ofOne).toBeLessThan(20 * gamesOfOne * playsOfGame);
});
