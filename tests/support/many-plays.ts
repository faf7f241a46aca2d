import type { ClientBase } from "pg";

const playsPerGame = 1_000;

/** Writes this many plays, a thousand per game, each with a batter and a pitcher of its game's lineups. */
export async function insertManyPlays(client: ClientBase, count: number): Promise<void> {
  await client.query(
    `insert into games (id, league_id, home_team_id, away_team_id)
     select gen_random_uuid(), 'sba', 1, 2 from generate_series(1, $1)`,
    [Math.ceil(count / playsPerGame)],
  );
  await client.query(
    `insert into lineups (game_id, team_id, player_id, position, batting_order)
     select id, 2, 500, 'DH', 1 from games union all select id, 1, 501, 'P', null from games`,
  );
  await client.query(
    `insert into plays (game_id, play_number, inning, half, outs_before, batting_order, away_score, home_score,
       batter_id, pitcher_id, pa, ab, hit)
     select games.id, number, 1 + number % 99, case number % 2 when 0 then 'top' else 'bottom' end, number % 3,
       1 + number % 9, number % 20, number % 10, batter.id, pitcher.id, 1, 1, number % 2
     from games
     join lineups batter on batter.game_id = games.id and batter.position = 'DH'
     join lineups pitcher on pitcher.game_id = games.id and pitcher.position = 'P'
     cross join generate_series(1, $1) number`,
    [Math.min(count, playsPerGame)],
  );
  await client.query("analyze plays");
}
