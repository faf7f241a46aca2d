-- Statistics as views: what each player did in each game, and each half-inning. Nothing of it is counted twice: a line is
-- added up from the plays, or was when its game ended.

-- Up Migration

create view exact_lines as
select stored_lines.game_id, stored_lines.state_version, stored_lines.last_play
from stored_lines
join games on games.id = stored_lines.game_id and games.state_version = stored_lines.state_version
where stored_lines.last_play = (
  select coalesce(max(plays.play_number), 0) from plays where plays.game_id = stored_lines.game_id
);

create view computed_batting_lines as
select games.id as game_id, games.league_id, games.season, games.status, line.*
from games cross join lateral (
  select
    min(lineups.id) as entry_id,
    lineups.team_id,
    lineups.card_id,
    lineups.player_id,
    min(lineups.player_name) as player_name,
    string_agg(lineups.position, '-' order by lineups.id) as positions,
    min(lineups.batting_order) as batting_order,
    coalesce(sum(batting.pa), 0)::smallint as pa,
    coalesce(sum(batting.ab), 0)::smallint as ab,
    coalesce(sum(running.run), 0)::smallint as run,
    coalesce(sum(batting.hit), 0)::smallint as hit,
    coalesce(sum(batting.double), 0)::smallint as double,
    coalesce(sum(batting.triple), 0)::smallint as triple,
    coalesce(sum(batting.homerun), 0)::smallint as homerun,
    coalesce(sum(batting.rbi), 0)::smallint as rbi,
    coalesce(sum(batting.bb), 0)::smallint as bb,
    coalesce(sum(batting.ibb), 0)::smallint as ibb,
    coalesce(sum(batting.so), 0)::smallint as so,
    coalesce(sum(batting.hbp), 0)::smallint as hbp,
    coalesce(sum(batting.sac_bunt), 0)::smallint as sac_bunt,
    coalesce(sum(batting.sac_fly), 0)::smallint as sac_fly,
    coalesce(sum(batting.gidp), 0)::smallint as gidp,
    coalesce(sum(running.sb), 0)::smallint as sb,
    coalesce(sum(running.cs), 0)::smallint as cs
  from lineups
  left join (
    select coalesce(responsible_batter_id, batter_id) as id, sum(pa) as pa, sum(ab) as ab, sum(hit) as hit, sum(double) as double, sum(triple) as triple, sum(homerun) as homerun, sum(rbi) as rbi, sum(bb) as bb, sum(ibb) as ibb, sum(so) as so, sum(hbp) as hbp, sum(sac_bunt) as sac_bunt, sum(sac_fly) as sac_fly, sum(gidp) as gidp
    from plays where plays.game_id = games.id group by 1
  ) batting on batting.id = lineups.id
  left join (
    select runner.id, count(*) filter (where runner.final = 4) as run, sum(runner.sb) as sb, sum(runner.cs) as cs
    from plays cross join lateral (values
      (batter_id, batter_final, 0, 0),
      (on_first_id, on_first_final, stolen_base_code % 2, caught_stealing_code % 2),
      (on_second_id, on_second_final, stolen_base_code / 2 % 2, caught_stealing_code / 2 % 2),
      (on_third_id, on_third_final, stolen_base_code / 4, caught_stealing_code / 4),
      (runner_id, null, case when stolen_base_code is null then sb end, case when caught_stealing_code is null then cs end)
    ) as runner (id, final, sb, cs)
    where plays.game_id = games.id and runner.id is not null group by 1
  ) running on running.id = lineups.id
  where lineups.game_id = games.id
  group by lineups.team_id, lineups.card_id, lineups.player_id
) line;

create view computed_pitching_lines as
select games.id as game_id, games.league_id, games.season, games.status, line.*
from games cross join lateral (
  select pitched.entry_id, pitched.team_id, pitched.card_id, pitched.player_id, pitched.player_name,
    (lag(entry_id) over in_order is null)::int::smallint as start,
    (lead(entry_id) over in_order is null and lag(entry_id) over in_order is not null)::int::smallint as finish,
    (count(*) over team = 1)::int::smallint as complete_game,
    (count(*) over team = 1 and run = 0)::int::smallint as shutout,
    pitched.win, pitched.loss, pitched.save, pitched.outs_recorded, pitched.pa, pitched.ab, pitched.hit, pitched.double, pitched.triple, pitched.homerun, pitched.run, pitched.earned_run, pitched.bb, pitched.ibb, pitched.so, pitched.hbp, pitched.sac_bunt, pitched.sac_fly, pitched.gidp, pitched.wild_pitch, pitched.balk
  from (select
    coalesce(min(lineups.id) filter (where lineups.position = 'P'), min(lineups.id)) as entry_id,
    lineups.team_id,
    lineups.card_id,
    lineups.player_id,
    min(lineups.player_name) as player_name,
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
    select pitcher_id as id, sum(outs_recorded) as outs_recorded, sum(wild_pitch) as wild_pitch, sum(balk) as balk
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
  window team as (partition by team_id), in_order as (partition by team_id order by entry_id)
) line;

create view batting_lines as
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

create view pitching_lines as
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

create view fielding_lines as
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

create view half_innings as
select
  plays.game_id,
  plays.inning,
  plays.half,
  case plays.half when 'top' then games.away_team_id else games.home_team_id end as team_id,
  case plays.half when 'top' then games.home_team_id else games.away_team_id end as fielding_team_id,
  sum(plays.runs_scored)::smallint as run,
  sum(plays.hit)::smallint as hit,
  sum(plays.error)::smallint as error,
  (array_agg(coalesce((plays.batter_final < 4)::int, 0) + coalesce((plays.on_first_final < 4)::int, 0) + coalesce((plays.on_second_final < 4)::int, 0) + coalesce((plays.on_third_final < 4)::int, 0) order by plays.play_number desc))[1]::smallint as left_on_base,
  sum(plays.double_play)::smallint as double_play,
  sum(plays.triple_play)::smallint as triple_play
from plays
join games on games.id = plays.game_id
group by plays.game_id, plays.inning, plays.half, games.away_team_id, games.home_team_id;

comment on view exact_lines is 'Games whose stored lines are those of their plays.';
comment on column exact_lines.game_id is 'The game.';
comment on column exact_lines.state_version is 'The state version of the game when the lines were added up.';
comment on column exact_lines.last_play is 'The number of the last play of the game when the lines were added up.';
comment on view computed_batting_lines is 'Batting lines of all games, added up from the plays at each reading.';
comment on column computed_batting_lines.league_id is 'The league of the game.';
comment on column computed_batting_lines.season is 'The season of the game.';
comment on column computed_batting_lines.status is 'The status of the game.';
comment on column computed_batting_lines.game_id is 'The game.';
comment on column computed_batting_lines.entry_id is 'The first lineup entry of the player.';
comment on column computed_batting_lines.team_id is 'The team he plays for.';
comment on column computed_batting_lines.card_id is 'The card, in a PD game; null in an SBA game.';
comment on column computed_batting_lines.player_id is 'The player, in an SBA game; null in a PD game.';
comment on column computed_batting_lines.player_name is 'What to call the player.';
comment on column computed_batting_lines.positions is 'Every role that he had, in order, with hyphens between: PH-RF-LF.';
comment on column computed_batting_lines.batting_order is 'His place in the batting order, 1 to 9; null for one who does not bat.';
comment on column computed_batting_lines.pa is 'Plate appearances.';
comment on column computed_batting_lines.ab is 'At bats.';
comment on column computed_batting_lines.run is 'Runs scored.';
comment on column computed_batting_lines.hit is 'Hits.';
comment on column computed_batting_lines.double is 'Doubles.';
comment on column computed_batting_lines.triple is 'Triples.';
comment on column computed_batting_lines.homerun is 'Home runs.';
comment on column computed_batting_lines.rbi is 'Runs batted in.';
comment on column computed_batting_lines.bb is 'Bases on balls, the intentional ones included.';
comment on column computed_batting_lines.ibb is 'Intentional bases on balls.';
comment on column computed_batting_lines.so is 'Strikeouts.';
comment on column computed_batting_lines.hbp is 'Times hit by a pitch.';
comment on column computed_batting_lines.sac_bunt is 'Sacrifice bunts.';
comment on column computed_batting_lines.sac_fly is 'Sacrifice flies.';
comment on column computed_batting_lines.gidp is 'Times grounded into a double play.';
comment on column computed_batting_lines.sb is 'Stolen bases.';
comment on column computed_batting_lines.cs is 'Times caught stealing.';
comment on view computed_pitching_lines is 'Pitching lines of all games, added up from the plays at each reading.';
comment on column computed_pitching_lines.league_id is 'The league of the game.';
comment on column computed_pitching_lines.season is 'The season of the game.';
comment on column computed_pitching_lines.status is 'The status of the game.';
comment on column computed_pitching_lines.game_id is 'The game.';
comment on column computed_pitching_lines.entry_id is 'The first lineup entry in which he pitched.';
comment on column computed_pitching_lines.team_id is 'The team he plays for.';
comment on column computed_pitching_lines.card_id is 'The card, in a PD game; null in an SBA game.';
comment on column computed_pitching_lines.player_id is 'The player, in an SBA game; null in a PD game.';
comment on column computed_pitching_lines.player_name is 'What to call the player.';
comment on column computed_pitching_lines.start is 'Games started.';
comment on column computed_pitching_lines.finish is 'Games finished by one who did not start.';
comment on column computed_pitching_lines.complete_game is 'Complete games.';
comment on column computed_pitching_lines.shutout is 'Complete games without a run.';
comment on column computed_pitching_lines.win is 'Games won.';
comment on column computed_pitching_lines.loss is 'Games lost.';
comment on column computed_pitching_lines.save is 'Games saved.';
comment on column computed_pitching_lines.outs_recorded is 'Outs while he pitched; three are an inning.';
comment on column computed_pitching_lines.pa is 'Batters faced.';
comment on column computed_pitching_lines.ab is 'At bats against him.';
comment on column computed_pitching_lines.hit is 'Hits against him.';
comment on column computed_pitching_lines.double is 'Doubles against him.';
comment on column computed_pitching_lines.triple is 'Triples against him.';
comment on column computed_pitching_lines.homerun is 'Home runs against him.';
comment on column computed_pitching_lines.run is 'Runs charged to him.';
comment on column computed_pitching_lines.earned_run is 'Earned runs charged to him.';
comment on column computed_pitching_lines.bb is 'Bases on balls, the intentional ones included.';
comment on column computed_pitching_lines.ibb is 'Intentional bases on balls.';
comment on column computed_pitching_lines.so is 'Strikeouts.';
comment on column computed_pitching_lines.hbp is 'Batters hit by a pitch.';
comment on column computed_pitching_lines.sac_bunt is 'Sacrifice bunts against him.';
comment on column computed_pitching_lines.sac_fly is 'Sacrifice flies against him.';
comment on column computed_pitching_lines.gidp is 'Double plays grounded into against him.';
comment on column computed_pitching_lines.wild_pitch is 'Wild pitches.';
comment on column computed_pitching_lines.balk is 'Balks.';
comment on view batting_lines is 'Batting lines of all games: one of everybody who was in the game.';
comment on column batting_lines.league_id is 'The league of the game.';
comment on column batting_lines.season is 'The season of the game.';
comment on column batting_lines.status is 'The status of the game.';
comment on column batting_lines.game_id is 'The game.';
comment on column batting_lines.entry_id is 'The first lineup entry of the player.';
comment on column batting_lines.team_id is 'The team he plays for.';
comment on column batting_lines.card_id is 'The card, in a PD game; null in an SBA game.';
comment on column batting_lines.player_id is 'The player, in an SBA game; null in a PD game.';
comment on column batting_lines.player_name is 'What to call the player.';
comment on column batting_lines.positions is 'Every role that he had, in order, with hyphens between: PH-RF-LF.';
comment on column batting_lines.batting_order is 'His place in the batting order, 1 to 9; null for one who does not bat.';
comment on column batting_lines.pa is 'Plate appearances.';
comment on column batting_lines.ab is 'At bats.';
comment on column batting_lines.run is 'Runs scored.';
comment on column batting_lines.hit is 'Hits.';
comment on column batting_lines.double is 'Doubles.';
comment on column batting_lines.triple is 'Triples.';
comment on column batting_lines.homerun is 'Home runs.';
comment on column batting_lines.rbi is 'Runs batted in.';
comment on column batting_lines.bb is 'Bases on balls, the intentional ones included.';
comment on column batting_lines.ibb is 'Intentional bases on balls.';
comment on column batting_lines.so is 'Strikeouts.';
comment on column batting_lines.hbp is 'Times hit by a pitch.';
comment on column batting_lines.sac_bunt is 'Sacrifice bunts.';
comment on column batting_lines.sac_fly is 'Sacrifice flies.';
comment on column batting_lines.gidp is 'Times grounded into a double play.';
comment on column batting_lines.sb is 'Stolen bases.';
comment on column batting_lines.cs is 'Times caught stealing.';
comment on view pitching_lines is 'Pitching lines of all games: one of everybody who pitched.';
comment on column pitching_lines.league_id is 'The league of the game.';
comment on column pitching_lines.season is 'The season of the game.';
comment on column pitching_lines.status is 'The status of the game.';
comment on column pitching_lines.game_id is 'The game.';
comment on column pitching_lines.entry_id is 'The first lineup entry in which he pitched.';
comment on column pitching_lines.team_id is 'The team he plays for.';
comment on column pitching_lines.card_id is 'The card, in a PD game; null in an SBA game.';
comment on column pitching_lines.player_id is 'The player, in an SBA game; null in a PD game.';
comment on column pitching_lines.player_name is 'What to call the player.';
comment on column pitching_lines.start is 'Games started.';
comment on column pitching_lines.finish is 'Games finished by one who did not start.';
comment on column pitching_lines.complete_game is 'Complete games.';
comment on column pitching_lines.shutout is 'Complete games without a run.';
comment on column pitching_lines.win is 'Games won.';
comment on column pitching_lines.loss is 'Games lost.';
comment on column pitching_lines.save is 'Games saved.';
comment on column pitching_lines.outs_recorded is 'Outs while he pitched; three are an inning.';
comment on column pitching_lines.pa is 'Batters faced.';
comment on column pitching_lines.ab is 'At bats against him.';
comment on column pitching_lines.hit is 'Hits against him.';
comment on column pitching_lines.double is 'Doubles against him.';
comment on column pitching_lines.triple is 'Triples against him.';
comment on column pitching_lines.homerun is 'Home runs against him.';
comment on column pitching_lines.run is 'Runs charged to him.';
comment on column pitching_lines.earned_run is 'Earned runs charged to him.';
comment on column pitching_lines.bb is 'Bases on balls, the intentional ones included.';
comment on column pitching_lines.ibb is 'Intentional bases on balls.';
comment on column pitching_lines.so is 'Strikeouts.';
comment on column pitching_lines.hbp is 'Batters hit by a pitch.';
comment on column pitching_lines.sac_bunt is 'Sacrifice bunts against him.';
comment on column pitching_lines.sac_fly is 'Sacrifice flies against him.';
comment on column pitching_lines.gidp is 'Double plays grounded into against him.';
comment on column pitching_lines.wild_pitch is 'Wild pitches.';
comment on column pitching_lines.balk is 'Balks.';
comment on view fielding_lines is 'What each fielder did at each of his positions, game by game.';
comment on column fielding_lines.league_id is 'The league of the game.';
comment on column fielding_lines.season is 'The season of the game.';
comment on column fielding_lines.status is 'The status of the game.';
comment on column fielding_lines.game_id is 'The game.';
comment on column fielding_lines.entry_id is 'The first lineup entry of the player.';
comment on column fielding_lines.team_id is 'The team he plays for.';
comment on column fielding_lines.card_id is 'The card, in a PD game; null in an SBA game.';
comment on column fielding_lines.player_id is 'The player, in an SBA game; null in a PD game.';
comment on column fielding_lines.player_name is 'What to call the player.';
comment on column fielding_lines.position is 'The position, from P to RF.';
comment on column fielding_lines.putout is 'Putouts.';
comment on column fielding_lines.assist is 'Assists.';
comment on column fielding_lines.error is 'Errors.';
comment on column fielding_lines.passed_ball is 'Passed balls.';
comment on view half_innings is 'Half-innings as far as they were played: runs, hits, errors, and who was left on base.';
comment on column half_innings.game_id is 'The game.';
comment on column half_innings.inning is 'The inning, from 1.';
comment on column half_innings.half is 'The half: top or bottom.';
comment on column half_innings.team_id is 'The team at bat.';
comment on column half_innings.fielding_team_id is 'The team in the field.';
comment on column half_innings.run is 'Runs of the team at bat.';
comment on column half_innings.hit is 'Hits of the team at bat.';
comment on column half_innings.error is 'Errors of the team in the field.';
comment on column half_innings.left_on_base is 'Runners left on base.';
comment on column half_innings.double_play is 'Double plays of the team in the field.';
comment on column half_innings.triple_play is 'Triple plays of the team in the field.';

-- Down Migration

drop view half_innings;
drop view fielding_lines;
drop view pitching_lines;
drop view batting_lines;
drop view computed_pitching_lines;
drop view computed_batting_lines;
drop view exact_lines;
