import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database, Session } from "../../../src/index.js";
import { battingSplits, battingTotals, pitchingTotals } from "../../../src/stats.js";
import { needs } from "../../support/needs.js";
import { withClient } from "../../support/plain-client.js";
import { query } from "../../support/raw-sql.js";
import { createTestDatabase, isOnCitus, type TestDatabase } from "../../support/test-database.js";

const gamesStored = 20_000;
/** The number of games in which each player bats, and in which each pitches. */
const gamesOfOne = 10;
const players = gamesStored / gamesOfOne;
const playsOfGame = 2;

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
async function rowsRead(read: (session: Session) => Promise<unknown>, table: string): Promise<number> {
  return database.transaction(async (session) => {
    await read(session);
    const [row] = await query(
      session,
      `select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as rows from pg_stat_xact_user_tables where relname = '${table}'`,
    );
    return Number(row?.rows);
  });
}

const ofOne = { playerId: 7 };
const statistics: Readonly<Record<string, (session: Session) => Promise<unknown>>> = {
  "batting totals": (session) => battingTotals(session, ofOne),
  "batting totals of a season": (session) => battingTotals(session, { ...ofOne, season: "2020" }),
  "pitching totals": (session) => pitchingTotals(session, ofOne),
  "pitching totals of a season": (session) => pitchingTotals(session, { ...ofOne, season: "2020" }),
  "batting splits": (session) => battingSplits(session, { ...ofOne, by: "inning" }),
};

const onOneServer = needs(!isOnCitus, "a coordinator does not count the rows that its workers read");

it.each(Object.entries(statistics))("%s of one career read his games only", onOneServer, async (_, read) => {
  for (const table of ["games", "lineups", "plays"]) {
    // Some parts of a line look at the same rows again.
    expect(await rowsRead(read, table)).toBeLessThan(gamesStored / 10);
  }
});

it("a statement that reads all games is detected", onOneServer, async () => {
  const read = (session: Session) => query(session, "select avg(inning) from plays");
  expect(await rowsRead(read, "plays")).toBeGreaterThanOrEqual(gamesStored * playsOfGame);
});
