import type { Pool } from "pg";
import { awayTeamId, homeTeamId, playsOfLoadedGame, type Slot } from "./play.js";

/** The number of plays in a game before its client continues with the next one: as many as in a long game. */
export const playsPerGame = 200;

const positions = ["C", "1B", "2B", "3B", "SS", "LF", "CF", "RF", "DH", "P"];

/** Creates games with both lineups and no play, in the order of their lineups' ids. */
export async function createGames(pool: Pool, count: number): Promise<Slot[]> {
  const created = await pool.query<{ id: string }>(
    `insert into games (id, league_id, home_team_id, away_team_id, home_team_name, away_team_name, status)
     select uuidv7(), 'sba', $1, $2, 'Home', 'Away', 'active' from generate_series(1, $3) returning id`,
    [homeTeamId, awayTeamId, count],
  );
  const ids = created.rows.map(({ id }) => id);
  const { rows } = await pool.query<Slot>(
    `with entries as (
       insert into lineups (game_id, team_id, player_id, player_name, position, batting_order)
       select game, team, 1000 * team + place, 'Player ' || place, position,
         case when place < 10 then place end
       from unnest($1::uuid[]) with ordinality as games (game, number),
         unnest($2::int[]) with ordinality as teams (team, side),
         unnest($3::text[]) with ordinality as positions (position, place)
       order by number, side, place
       returning game_id, id)
     select game_id as "gameId", min(id)::int as "firstLineupId" from entries group by game_id order by 2`,
    [ids, [awayTeamId, homeTeamId], positions],
  );
  return rows;
}

/** Fills games with plays, as many each as a loaded game has. */
export async function fillGames(pool: Pool, slots: readonly Slot[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    // Without checking foreign keys, because all lineup entries exist.
    await client.query("set local session_replication_role = replica");
    await client.query(insertPlays, [
      slots.map(({ gameId }) => gameId),
      slots.map(({ firstLineupId }) => firstLineupId),
      playsOfLoadedGame,
    ]);
    await client.query("commit");
  } finally {
    client.release();
  }
}

const insertPlays = `insert into plays (game_id, play_number, inning, half, outs_before, batting_order, away_score,
    home_score, batter_id, pitcher_id, catcher_id, on_first_id, batter_final, on_first_final, dice_roll, hit_type,
    result_description, play_metadata, complete, pa, ab, hit, bp1b, wpa, re24)
  select game, number, 1 + (number - 1) / 10, 'top', 1, number % 9 + 1, 2, 3, first + number % 9, first + 19,
    first + 10, first + (number + 8) % 9, 1, 2, '2d6: 4+3, d20: 17', 'ground_ball',
    'Single to left field; runner on first advances to second.',
    '{"roll": [4, 3, 17], "column": "batter"}', true, 1, 1, 1, 1, 0.031, 0.42
  from unnest($1::uuid[], $2::bigint[]) as games (game, first), generate_series(1, $3::int) as number`;
