-- Who is named as pitcher and has no play, because he was replaced before or the game was forfeited, neither starts nor completes
-- a game, and his successor starts.

-- Up Migration

create or replace view computed_pitching_lines as
select games.id as game_id, games.league_id, games.season, games.status, line.*
from games cross join lateral (
  select pitched.entry_id, pitched.team_id, pitched.card_id, pitched.player_id, pitched.player_name,
    (coalesce(entry_id = min(entry_id) filter (where last_play is not null) over team, false))::int::smallint as start,
    (count(*) over team > 1 and lead(entry_id) over by_end is null and not (coalesce(entry_id = min(entry_id) filter (where last_play is not null) over team, false) and lead(entry_id) over in_order is null))::int::smallint as finish,
    (coalesce(entry_id = min(entry_id) filter (where last_play is not null) over team, false) and lead(entry_id) over in_order is null)::int::smallint as complete_game,
    (coalesce(entry_id = min(entry_id) filter (where last_play is not null) over team, false) and lead(entry_id) over in_order is null and run = 0)::int::smallint as shutout,
    pitched.win, pitched.loss, pitched.save, pitched.outs_recorded, pitched.pa, pitched.ab, pitched.hit, pitched.double, pitched.triple, pitched.homerun, pitched.run, pitched.earned_run, pitched.bb, pitched.ibb, pitched.so, pitched.hbp, pitched.sac_bunt, pitched.sac_fly, pitched.gidp, pitched.wild_pitch, pitched.balk
  from (select
    coalesce(min(lineups.id) filter (where lineups.position = 'P'), min(lineups.id)) as entry_id,
    lineups.team_id,
    lineups.card_id,
    lineups.player_id,
    min(lineups.player_name) as player_name,
    max(mound.last_play) as last_play,
    greatest(max(mound.last_play), max(lineups.after_play) filter (where lineups.position = 'P')) as last_on_mound,
    max(lineups.id) filter (where lineups.position = 'P') as last_entry_id,
    count(*) filter (where lineups.decision = 'win')::smallint as win,
    count(*) filter (where lineups.decision = 'loss')::smallint as loss,
    count(*) filter (where lineups.decision = 'save')::smallint as save,
    coalesce(sum(mound.outs_recorded), 0)::smallint as outs_recorded,
    coalesce(sum(facing.pa), 0)::smallint as pa,
    coalesce(sum(facing.ab), 0)::smallint as ab,
    coalesce(sum(facing.hit), 0)::smallint as hit,
    coalesce(sum(facing.double), 0)::smallint as double,
    coalesce(sum(facing.triple), 0)::smallint as triple,
    coalesce(sum(facing.homerun), 0)::smallint as homerun,
    coalesce(sum(charged.run), 0)::smallint as run,
    coalesce(sum(charged.earned_run), 0)::smallint as earned_run,
    coalesce(sum(facing.bb), 0)::smallint as bb,
    coalesce(sum(facing.ibb), 0)::smallint as ibb,
    coalesce(sum(facing.so), 0)::smallint as so,
    coalesce(sum(facing.hbp), 0)::smallint as hbp,
    coalesce(sum(facing.sac_bunt), 0)::smallint as sac_bunt,
    coalesce(sum(facing.sac_fly), 0)::smallint as sac_fly,
    coalesce(sum(facing.gidp), 0)::smallint as gidp,
    coalesce(sum(mound.wild_pitch), 0)::smallint as wild_pitch,
    coalesce(sum(mound.balk), 0)::smallint as balk
  from lineups
  left join (
    select coalesce(responsible_pitcher_id, pitcher_id) as id, sum(pa) as pa, sum(ab) as ab, sum(hit) as hit, sum(double) as double, sum(triple) as triple, sum(homerun) as homerun, sum(bb) as bb, sum(ibb) as ibb, sum(so) as so, sum(hbp) as hbp, sum(sac_bunt) as sac_bunt, sum(sac_fly) as sac_fly, sum(gidp) as gidp
    from plays where plays.game_id = games.id group by 1
  ) facing on facing.id = lineups.id
  left join (
    select pitcher_id as id, max(play_number) as last_play, sum(outs_recorded) as outs_recorded, sum(wild_pitch) as wild_pitch, sum(balk) as balk
    from plays where plays.game_id = games.id group by 1
  ) mound on mound.id = lineups.id
  left join (
    select runner.pitcher_id as id, count(*) as run, sum(coalesce(runner.earned, (earned_runs > coalesce(runner.ahead, 0))::int)) as earned_run
    from plays cross join lateral (values
      (coalesce(on_third_pitcher_id, pitcher_id), on_third_final, earned_run_code / 4 % 2, 0),
      (coalesce(on_second_pitcher_id, pitcher_id), on_second_final, earned_run_code / 2 % 2, (on_third_final = 4)::int),
      (coalesce(on_first_pitcher_id, pitcher_id), on_first_final, earned_run_code % 2, coalesce(on_third_final / 4, 0) + coalesce(on_second_final / 4, 0)),
      (coalesce(responsible_pitcher_id, pitcher_id), batter_final, earned_run_code / 8, runs_scored - 1)
    ) as runner (pitcher_id, final, earned, ahead)
    where plays.game_id = games.id and runner.final = 4 group by 1
  ) charged on charged.id = lineups.id
  where lineups.game_id = games.id
  group by lineups.team_id, lineups.card_id, lineups.player_id
  having bool_or(lineups.position = 'P' or facing.id is not null or mound.id is not null or charged.id is not null)) pitched
  window team as (partition by team_id), in_order as (partition by team_id order by entry_id),
    by_end as (partition by team_id order by last_on_mound nulls first, last_entry_id nulls first)
) line;

-- Lines that were stored by the other rules are added up again when they are read, and may be stored again.
delete from stored_lines where game_id in (
  select lineups.game_id from lineups
  left join plays on plays.game_id = lineups.game_id and plays.pitcher_id = lineups.id
  where lineups.position = 'P' and plays.id is null
);

-- Down Migration

create or replace view computed_pitching_lines as
select games.id as game_id, games.league_id, games.season, games.status, line.*
from games cross join lateral (
  select pitched.entry_id, pitched.team_id, pitched.card_id, pitched.player_id, pitched.player_name,
    (lag(entry_id) over in_order is null)::int::smallint as start,
    (count(*) over team > 1 and lead(entry_id) over by_end is null)::int::smallint as finish,
    (count(*) over team = 1)::int::smallint as complete_game,
    (count(*) over team = 1 and run = 0)::int::smallint as shutout,
    pitched.win, pitched.loss, pitched.save, pitched.outs_recorded, pitched.pa, pitched.ab, pitched.hit, pitched.double, pitched.triple, pitched.homerun, pitched.run, pitched.earned_run, pitched.bb, pitched.ibb, pitched.so, pitched.hbp, pitched.sac_bunt, pitched.sac_fly, pitched.gidp, pitched.wild_pitch, pitched.balk
  from (select
    coalesce(min(lineups.id) filter (where lineups.position = 'P'), min(lineups.id)) as entry_id,
    lineups.team_id,
    lineups.card_id,
    lineups.player_id,
    min(lineups.player_name) as player_name,
    greatest(max(mound.last_play), max(lineups.after_play) filter (where lineups.position = 'P')) as last_on_mound,
    max(lineups.id) filter (where lineups.position = 'P') as last_entry_id,
    count(*) filter (where lineups.decision = 'win')::smallint as win,
    count(*) filter (where lineups.decision = 'loss')::smallint as loss,
    count(*) filter (where lineups.decision = 'save')::smallint as save,
    coalesce(sum(mound.outs_recorded), 0)::smallint as outs_recorded,
    coalesce(sum(facing.pa), 0)::smallint as pa,
    coalesce(sum(facing.ab), 0)::smallint as ab,
    coalesce(sum(facing.hit), 0)::smallint as hit,
    coalesce(sum(facing.double), 0)::smallint as double,
    coalesce(sum(facing.triple), 0)::smallint as triple,
    coalesce(sum(facing.homerun), 0)::smallint as homerun,
    coalesce(sum(charged.run), 0)::smallint as run,
    coalesce(sum(charged.earned_run), 0)::smallint as earned_run,
    coalesce(sum(facing.bb), 0)::smallint as bb,
    coalesce(sum(facing.ibb), 0)::smallint as ibb,
    coalesce(sum(facing.so), 0)::smallint as so,
    coalesce(sum(facing.hbp), 0)::smallint as hbp,
    coalesce(sum(facing.sac_bunt), 0)::smallint as sac_bunt,
    coalesce(sum(facing.sac_fly), 0)::smallint as sac_fly,
    coalesce(sum(facing.gidp), 0)::smallint as gidp,
    coalesce(sum(mound.wild_pitch), 0)::smallint as wild_pitch,
    coalesce(sum(mound.balk), 0)::smallint as balk
  from lineups
  left join (
    select coalesce(responsible_pitcher_id, pitcher_id) as id, sum(pa) as pa, sum(ab) as ab, sum(hit) as hit, sum(double) as double, sum(triple) as triple, sum(homerun) as homerun, sum(bb) as bb, sum(ibb) as ibb, sum(so) as so, sum(hbp) as hbp, sum(sac_bunt) as sac_bunt, sum(sac_fly) as sac_fly, sum(gidp) as gidp
    from plays where plays.game_id = games.id group by 1
  ) facing on facing.id = lineups.id
  left join (
    select pitcher_id as id, max(play_number) as last_play, sum(outs_recorded) as outs_recorded, sum(wild_pitch) as wild_pitch, sum(balk) as balk
    from plays where plays.game_id = games.id group by 1
  ) mound on mound.id = lineups.id
  left join (
    select runner.pitcher_id as id, count(*) as run, sum(coalesce(runner.earned, (earned_runs > coalesce(runner.ahead, 0))::int)) as earned_run
    from plays cross join lateral (values
      (coalesce(on_third_pitcher_id, pitcher_id), on_third_final, earned_run_code / 4 % 2, 0),
      (coalesce(on_second_pitcher_id, pitcher_id), on_second_final, earned_run_code / 2 % 2, (on_third_final = 4)::int),
      (coalesce(on_first_pitcher_id, pitcher_id), on_first_final, earned_run_code % 2, coalesce(on_third_final / 4, 0) + coalesce(on_second_final / 4, 0)),
      (coalesce(responsible_pitcher_id, pitcher_id), batter_final, earned_run_code / 8, runs_scored - 1)
    ) as runner (pitcher_id, final, earned, ahead)
    where plays.game_id = games.id and runner.final = 4 group by 1
  ) charged on charged.id = lineups.id
  where lineups.game_id = games.id
  group by lineups.team_id, lineups.card_id, lineups.player_id
  having bool_or(lineups.position = 'P' or facing.id is not null or mound.id is not null or charged.id is not null)) pitched
  window team as (partition by team_id), in_order as (partition by team_id order by entry_id),
    by_end as (partition by team_id order by last_on_mound nulls first, last_entry_id nulls first)
) line;

-- Lines that were stored by the other rules are added up again when they are read, and may be stored again.
delete from stored_lines where game_id in (
  select lineups.game_id from lineups
  left join plays on plays.game_id = lineups.game_id and plays.pitcher_id = lineups.id
  where lineups.position = 'P' and plays.id is null
);
