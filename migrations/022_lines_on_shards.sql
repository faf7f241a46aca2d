-- Lines of games in forms that a distributed PostgreSQL sends to its shards: no subquery without a table, and no table
-- functions in a union. They read the same.

-- Up Migration

create or replace view batting_lines as
select games.league_id, games.season, games.status, games.id as game_id, line.*
from games
left join lateral (
  select stored_lines.last_play from stored_lines
  where stored_lines.game_id = games.id and stored_lines.state_version = games.state_version and stored_lines.last_play = (
  select coalesce(max(plays.play_number), 0) from plays where plays.game_id = games.id
)
  offset 0
) exact on true
cross join lateral (
  select stored.entry_id, stored.team_id, stored.card_id, stored.player_id, stored.player_name, stored.positions, stored.batting_order, stored.pa, stored.ab, stored.run, stored.hit, stored.double, stored.triple, stored.homerun, stored.rbi, stored.bb, stored.ibb, stored.so, stored.hbp, stored.sac_bunt, stored.sac_fly, stored.gidp, stored.sb, stored.cs
  from stored_batting_lines stored
  where stored.game_id = games.id and stored.state_version = games.state_version and stored.last_play = exact.last_play
  union all
  select computed.entry_id, computed.team_id, computed.card_id, computed.player_id, computed.player_name, computed.positions, computed.batting_order, computed.pa, computed.ab, computed.run, computed.hit, computed.double, computed.triple, computed.homerun, computed.rbi, computed.bb, computed.ibb, computed.so, computed.hbp, computed.sac_bunt, computed.sac_fly, computed.gidp, computed.sb, computed.cs
  from computed_batting_lines computed
  where computed.game_id = games.id and exact.last_play is null
) line;

create or replace view pitching_lines as
select games.league_id, games.season, games.status, games.id as game_id, line.*
from games
left join lateral (
  select stored_lines.last_play from stored_lines
  where stored_lines.game_id = games.id and stored_lines.state_version = games.state_version and stored_lines.last_play = (
  select coalesce(max(plays.play_number), 0) from plays where plays.game_id = games.id
)
  offset 0
) exact on true
cross join lateral (
  select stored.entry_id, stored.team_id, stored.card_id, stored.player_id, stored.player_name, stored.start, stored.finish, stored.complete_game, stored.shutout, stored.win, stored.loss, stored.save, stored.outs_recorded, stored.pa, stored.ab, stored.hit, stored.double, stored.triple, stored.homerun, stored.run, stored.earned_run, stored.bb, stored.ibb, stored.so, stored.hbp, stored.sac_bunt, stored.sac_fly, stored.gidp, stored.wild_pitch, stored.balk
  from stored_pitching_lines stored
  where stored.game_id = games.id and stored.state_version = games.state_version and stored.last_play = exact.last_play
  union all
  select computed.entry_id, computed.team_id, computed.card_id, computed.player_id, computed.player_name, computed.start, computed.finish, computed.complete_game, computed.shutout, computed.win, computed.loss, computed.save, computed.outs_recorded, computed.pa, computed.ab, computed.hit, computed.double, computed.triple, computed.homerun, computed.run, computed.earned_run, computed.bb, computed.ibb, computed.so, computed.hbp, computed.sac_bunt, computed.sac_fly, computed.gidp, computed.wild_pitch, computed.balk
  from computed_pitching_lines computed
  where computed.game_id = games.id and exact.last_play is null
) line;

create or replace view fielding_lines as
select games.id as game_id, games.league_id, games.season, games.status, line.*
from games cross join lateral (
  select
    min(lineups.id) as entry_id,
    lineups.team_id,
    lineups.card_id,
    lineups.player_id,
    min(lineups.player_name) as player_name,
    lineups.position,
    (count(*) filter (where credit.kind = 'putout'))::smallint as putout,
    (count(*) filter (where credit.kind = 'assist'))::smallint as assist,
    (count(*) filter (where credit.kind = 'error'))::smallint as error,
    (count(*) filter (where credit.kind = 'passed_ball'))::smallint as passed_ball
  from lineups
  left join (
    select plays.play_number, plays.half, credited.kind, (array['P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF'])[fielder.number::int] as position
    from plays cross join lateral (values
      ('putout', plays.putout_positions),
      ('assist', plays.assist_positions),
      ('error', plays.error_positions),
      ('passed_ball', repeat('2', plays.passed_ball))
    ) as credited (kind, positions)
    cross join lateral string_to_table(credited.positions, null) as fielder (number)
    where plays.game_id = games.id
  ) credit on credit.position = lineups.position
    and lineups.team_id = case credit.half when 'top' then games.home_team_id else games.away_team_id end
    and credit.play_number > lineups.after_play
    and (lineups.left_after_play is null or credit.play_number <= lineups.left_after_play)
  where lineups.game_id = games.id and lineups.position in ('P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF')
  group by lineups.team_id, lineups.card_id, lineups.player_id, lineups.position
) line;

-- Down Migration

create or replace view batting_lines as
select games.league_id, games.season, games.status, games.id as game_id, line.*
from games
cross join lateral (
  select (select exact_lines.last_play from exact_lines where exact_lines.game_id = games.id) as last_play offset 0
) exact
cross join lateral (
  select stored.entry_id, stored.team_id, stored.card_id, stored.player_id, stored.player_name, stored.positions, stored.batting_order, stored.pa, stored.ab, stored.run, stored.hit, stored.double, stored.triple, stored.homerun, stored.rbi, stored.bb, stored.ibb, stored.so, stored.hbp, stored.sac_bunt, stored.sac_fly, stored.gidp, stored.sb, stored.cs
  from stored_batting_lines stored
  where stored.game_id = games.id and stored.state_version = games.state_version and stored.last_play = exact.last_play
  union all
  select computed.entry_id, computed.team_id, computed.card_id, computed.player_id, computed.player_name, computed.positions, computed.batting_order, computed.pa, computed.ab, computed.run, computed.hit, computed.double, computed.triple, computed.homerun, computed.rbi, computed.bb, computed.ibb, computed.so, computed.hbp, computed.sac_bunt, computed.sac_fly, computed.gidp, computed.sb, computed.cs
  from computed_batting_lines computed
  where computed.game_id = games.id and exact.last_play is null
) line;

create or replace view pitching_lines as
select games.league_id, games.season, games.status, games.id as game_id, line.*
from games
cross join lateral (
  select (select exact_lines.last_play from exact_lines where exact_lines.game_id = games.id) as last_play offset 0
) exact
cross join lateral (
  select stored.entry_id, stored.team_id, stored.card_id, stored.player_id, stored.player_name, stored.start, stored.finish, stored.complete_game, stored.shutout, stored.win, stored.loss, stored.save, stored.outs_recorded, stored.pa, stored.ab, stored.hit, stored.double, stored.triple, stored.homerun, stored.run, stored.earned_run, stored.bb, stored.ibb, stored.so, stored.hbp, stored.sac_bunt, stored.sac_fly, stored.gidp, stored.wild_pitch, stored.balk
  from stored_pitching_lines stored
  where stored.game_id = games.id and stored.state_version = games.state_version and stored.last_play = exact.last_play
  union all
  select computed.entry_id, computed.team_id, computed.card_id, computed.player_id, computed.player_name, computed.start, computed.finish, computed.complete_game, computed.shutout, computed.win, computed.loss, computed.save, computed.outs_recorded, computed.pa, computed.ab, computed.hit, computed.double, computed.triple, computed.homerun, computed.run, computed.earned_run, computed.bb, computed.ibb, computed.so, computed.hbp, computed.sac_bunt, computed.sac_fly, computed.gidp, computed.wild_pitch, computed.balk
  from computed_pitching_lines computed
  where computed.game_id = games.id and exact.last_play is null
) line;

create or replace view fielding_lines as
select games.id as game_id, games.league_id, games.season, games.status, line.*
from games cross join lateral (
  select
    min(lineups.id) as entry_id,
    lineups.team_id,
    lineups.card_id,
    lineups.player_id,
    min(lineups.player_name) as player_name,
    lineups.position,
    coalesce(sum(credit.putout), 0)::smallint as putout,
    coalesce(sum(credit.assist), 0)::smallint as assist,
    coalesce(sum(credit.error), 0)::smallint as error,
    coalesce(sum(credit.passed_ball), 0)::smallint as passed_ball
  from lineups
  left join (
    select plays.play_number, plays.half, fielder.putout, fielder.assist, fielder.error, 0 as passed_ball,
      (array['P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF'])[fielder.number] as position
    from plays cross join lateral (
      select position.number::int as number, 1 as putout, 0 as assist, 0 as error
      from string_to_table(plays.putout_positions, null) as position (number)
      union all
      select position.number::int as number, 0 as putout, 1 as assist, 0 as error
      from string_to_table(plays.assist_positions, null) as position (number)
      union all
      select position.number::int as number, 0 as putout, 0 as assist, 1 as error
      from string_to_table(plays.error_positions, null) as position (number)
    ) as fielder (number, putout, assist, error)
    where plays.game_id = games.id
    union all
    select plays.play_number, plays.half, 0 as putout, 0 as assist, 0 as error, plays.passed_ball, 'C' as position
    from plays where plays.game_id = games.id and plays.passed_ball > 0
  ) credit on credit.position = lineups.position
    and lineups.team_id = case credit.half when 'top' then games.home_team_id else games.away_team_id end
    and credit.play_number > lineups.after_play
    and (lineups.left_after_play is null or credit.play_number <= lineups.left_after_play)
  where lineups.game_id = games.id and lineups.position in ('P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF')
  group by lineups.team_id, lineups.card_id, lineups.player_id, lineups.position
) line;
