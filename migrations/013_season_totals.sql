-- Totals of a season, and plate appearances with their situation, from which splits are made.

-- Up Migration

create view batting_seasons as
select totals.*,
  (totals.hit + totals.double + 2 * totals.triple + 3 * totals.homerun) as total_bases,
  (totals.hit)::float8 / nullif(totals.ab, 0) as average,
  (totals.hit + totals.bb + totals.hbp)::float8 / nullif(totals.ab + totals.bb + totals.hbp + totals.sac_fly, 0) as on_base,
  (totals.hit + totals.double + 2 * totals.triple + 3 * totals.homerun)::float8 / nullif(totals.ab, 0) as slugging,
  (totals.hit + totals.bb + totals.hbp)::float8 / nullif(totals.ab + totals.bb + totals.hbp + totals.sac_fly, 0) + (totals.hit + totals.double + 2 * totals.triple + 3 * totals.homerun)::float8 / nullif(totals.ab, 0) as on_base_plus_slugging,
  (totals.double + 2 * totals.triple + 3 * totals.homerun)::float8 / nullif(totals.ab, 0) as isolated_power,
  (totals.hit - totals.homerun)::float8 / nullif(totals.ab - totals.so - totals.homerun + totals.sac_fly, 0) as babip
from (
  select league_id, season, card_id, player_id, min(player_name) as player_name,
    count(distinct team_id)::int as teams, count(distinct game_id)::int as games,
    sum(pa)::int as pa, sum(ab)::int as ab, sum(run)::int as run, sum(hit)::int as hit, sum(double)::int as double, sum(triple)::int as triple, sum(homerun)::int as homerun, sum(rbi)::int as rbi, sum(bb)::int as bb, sum(ibb)::int as ibb, sum(so)::int as so, sum(hbp)::int as hbp, sum(sac_bunt)::int as sac_bunt, sum(sac_fly)::int as sac_fly, sum(gidp)::int as gidp, sum(sb)::int as sb, sum(cs)::int as cs
  from batting_lines
  where status = 'completed'
  group by league_id, season, card_id, player_id
) totals;

create view pitching_seasons as
select totals.*,
  (totals.outs_recorded / 3) || '.' || (totals.outs_recorded % 3) as innings_pitched,
  (27 * (totals.earned_run))::float8 / nullif(totals.outs_recorded, 0) as earned_run_average,
  (3 * (totals.bb + totals.hit))::float8 / nullif(totals.outs_recorded, 0) as walks_and_hits_per_inning,
  (27 * (totals.so))::float8 / nullif(totals.outs_recorded, 0) as so_per_nine,
  (27 * (totals.bb))::float8 / nullif(totals.outs_recorded, 0) as bb_per_nine,
  (27 * (totals.homerun))::float8 / nullif(totals.outs_recorded, 0) as homerun_per_nine,
  (totals.hit - totals.homerun)::float8 / nullif(totals.ab - totals.so - totals.homerun + totals.sac_fly, 0) as babip
from (
  select league_id, season, card_id, player_id, min(player_name) as player_name,
    count(distinct team_id)::int as teams, count(distinct game_id)::int as games,
    sum(start)::int as start, sum(finish)::int as finish, sum(complete_game)::int as complete_game, sum(shutout)::int as shutout, sum(win)::int as win, sum(loss)::int as loss, sum(save)::int as save, sum(outs_recorded)::int as outs_recorded, sum(pa)::int as pa, sum(ab)::int as ab, sum(hit)::int as hit, sum(double)::int as double, sum(triple)::int as triple, sum(homerun)::int as homerun, sum(run)::int as run, sum(earned_run)::int as earned_run, sum(bb)::int as bb, sum(ibb)::int as ibb, sum(so)::int as so, sum(hbp)::int as hbp, sum(sac_bunt)::int as sac_bunt, sum(sac_fly)::int as sac_fly, sum(gidp)::int as gidp, sum(wild_pitch)::int as wild_pitch, sum(balk)::int as balk
  from pitching_lines
  where status = 'completed'
  group by league_id, season, card_id, player_id
) totals;

create view plate_appearances as
select games.league_id, games.season, games.status, plays.game_id, plays.play_number, plays.inning, plays.half, plays.outs_before,
  plays.on_base_code, plays.on_base_code >= 2 as is_scoring_position, plays.batting_order,
  batter.team_id as batter_team_id, batter.card_id as batter_card_id, batter.player_id as batter_player_id, batter.player_name as batter_name,
  pitcher.team_id as pitcher_team_id, pitcher.card_id as pitcher_card_id, pitcher.player_id as pitcher_player_id, pitcher.player_name as pitcher_name,
  plays.ab, plays.hit, plays.double, plays.triple, plays.homerun, plays.rbi, plays.bb, plays.ibb, plays.so, plays.hbp, plays.sac_bunt, plays.sac_fly, plays.gidp, plays.runs_scored
from games
join plays on plays.game_id = games.id
join lineups batter on batter.game_id = plays.game_id and batter.id = coalesce(plays.responsible_batter_id, plays.batter_id)
join lineups pitcher on pitcher.game_id = plays.game_id and pitcher.id = coalesce(plays.responsible_pitcher_id, plays.pitcher_id)
where plays.pa = 1;

comment on view batting_seasons is 'What each batter did in each season, over all his teams and completed games.';
comment on column batting_seasons.league_id is 'The league.';
comment on column batting_seasons.season is 'The season.';
comment on column batting_seasons.card_id is 'The card, in the PD league.';
comment on column batting_seasons.player_id is 'The player, in the SBA league.';
comment on column batting_seasons.player_name is 'What to call the player.';
comment on column batting_seasons.teams is 'How many teams he played for.';
comment on column batting_seasons.games is 'Games in which he played.';
comment on column batting_seasons.pa is 'Plate appearances.';
comment on column batting_seasons.ab is 'At bats.';
comment on column batting_seasons.run is 'Runs scored.';
comment on column batting_seasons.hit is 'Hits.';
comment on column batting_seasons.double is 'Doubles.';
comment on column batting_seasons.triple is 'Triples.';
comment on column batting_seasons.homerun is 'Home runs.';
comment on column batting_seasons.rbi is 'Runs batted in.';
comment on column batting_seasons.bb is 'Bases on balls, the intentional ones included.';
comment on column batting_seasons.ibb is 'Intentional bases on balls.';
comment on column batting_seasons.so is 'Strikeouts.';
comment on column batting_seasons.hbp is 'Times hit by a pitch.';
comment on column batting_seasons.sac_bunt is 'Sacrifice bunts.';
comment on column batting_seasons.sac_fly is 'Sacrifice flies.';
comment on column batting_seasons.gidp is 'Times grounded into a double play.';
comment on column batting_seasons.sb is 'Stolen bases.';
comment on column batting_seasons.cs is 'Times caught stealing.';
comment on column batting_seasons.total_bases is 'Total bases: H + 2B + 2 x 3B + 3 x HR.';
comment on column batting_seasons.average is 'Batting average: H / AB.';
comment on column batting_seasons.on_base is 'On-base percentage: (H + BB + HBP) / (AB + BB + HBP + SF).';
comment on column batting_seasons.slugging is 'Slugging percentage: TB / AB.';
comment on column batting_seasons.on_base_plus_slugging is 'OPS: on-base percentage + slugging percentage.';
comment on column batting_seasons.isolated_power is 'Isolated power: SLG - AVG.';
comment on column batting_seasons.babip is 'Batting average on balls in play: (H - HR) / (AB - SO - HR + SF).';
comment on view pitching_seasons is 'What each pitcher did in each season, over all his teams and completed games.';
comment on column pitching_seasons.league_id is 'The league.';
comment on column pitching_seasons.season is 'The season.';
comment on column pitching_seasons.card_id is 'The card, in the PD league.';
comment on column pitching_seasons.player_id is 'The player, in the SBA league.';
comment on column pitching_seasons.player_name is 'What to call the player.';
comment on column pitching_seasons.teams is 'How many teams he played for.';
comment on column pitching_seasons.games is 'Games in which he played.';
comment on column pitching_seasons.start is 'Games started.';
comment on column pitching_seasons.finish is 'Games finished by one who did not start.';
comment on column pitching_seasons.complete_game is 'Complete games.';
comment on column pitching_seasons.shutout is 'Complete games without a run.';
comment on column pitching_seasons.win is 'Games won.';
comment on column pitching_seasons.loss is 'Games lost.';
comment on column pitching_seasons.save is 'Games saved.';
comment on column pitching_seasons.outs_recorded is 'Outs while he pitched; three are an inning.';
comment on column pitching_seasons.pa is 'Batters faced.';
comment on column pitching_seasons.ab is 'At bats against him.';
comment on column pitching_seasons.hit is 'Hits against him.';
comment on column pitching_seasons.double is 'Doubles against him.';
comment on column pitching_seasons.triple is 'Triples against him.';
comment on column pitching_seasons.homerun is 'Home runs against him.';
comment on column pitching_seasons.run is 'Runs charged to him.';
comment on column pitching_seasons.earned_run is 'Earned runs charged to him.';
comment on column pitching_seasons.bb is 'Bases on balls, the intentional ones included.';
comment on column pitching_seasons.ibb is 'Intentional bases on balls.';
comment on column pitching_seasons.so is 'Strikeouts.';
comment on column pitching_seasons.hbp is 'Batters hit by a pitch.';
comment on column pitching_seasons.sac_bunt is 'Sacrifice bunts against him.';
comment on column pitching_seasons.sac_fly is 'Sacrifice flies against him.';
comment on column pitching_seasons.gidp is 'Double plays grounded into against him.';
comment on column pitching_seasons.wild_pitch is 'Wild pitches.';
comment on column pitching_seasons.balk is 'Balks.';
comment on column pitching_seasons.innings_pitched is 'Innings pitched, thirds after the point: 4.2 are four innings and two outs.';
comment on column pitching_seasons.earned_run_average is 'Earned run average: 9 x ER / IP.';
comment on column pitching_seasons.walks_and_hits_per_inning is 'WHIP: (BB + H) / IP.';
comment on column pitching_seasons.so_per_nine is 'Strikeouts per nine innings.';
comment on column pitching_seasons.bb_per_nine is 'Bases on balls per nine innings.';
comment on column pitching_seasons.homerun_per_nine is 'Home runs per nine innings.';
comment on column pitching_seasons.babip is 'Batting average on balls in play against him: (H - HR) / (AB - SO - HR + SF).';
comment on view plate_appearances is 'Plate appearances with their situation, and the batter and the pitcher for whom they count.';
comment on column plate_appearances.league_id is 'The league of the game.';
comment on column plate_appearances.season is 'The season of the game.';
comment on column plate_appearances.status is 'The status of the game.';
comment on column plate_appearances.game_id is 'The game.';
comment on column plate_appearances.play_number is 'The play.';
comment on column plate_appearances.inning is 'The inning.';
comment on column plate_appearances.half is 'The half: top or bottom.';
comment on column plate_appearances.outs_before is 'Outs before the play.';
comment on column plate_appearances.on_base_code is 'Bases occupied before the play: 1 for first, 2 for second, 4 for third, added up.';
comment on column plate_appearances.is_scoring_position is 'True with a runner on second or third.';
comment on column plate_appearances.batting_order is 'The place in the batting order.';
comment on column plate_appearances.batter_team_id is 'The team of the batter to whom it counts.';
comment on column plate_appearances.batter_card_id is 'The card of the batter to whom it counts, in a PD game.';
comment on column plate_appearances.batter_player_id is 'The player number of the batter to whom it counts, in an SBA game.';
comment on column plate_appearances.batter_name is 'What to call the batter to whom it counts.';
comment on column plate_appearances.pitcher_team_id is 'The team of the pitcher against whom it counts.';
comment on column plate_appearances.pitcher_card_id is 'The card of the pitcher against whom it counts, in a PD game.';
comment on column plate_appearances.pitcher_player_id is 'The player number of the pitcher against whom it counts, in an SBA game.';
comment on column plate_appearances.pitcher_name is 'What to call the pitcher against whom it counts.';
comment on column plate_appearances.ab is 'As in plays.';
comment on column plate_appearances.hit is 'As in plays.';
comment on column plate_appearances.double is 'As in plays.';
comment on column plate_appearances.triple is 'As in plays.';
comment on column plate_appearances.homerun is 'As in plays.';
comment on column plate_appearances.rbi is 'As in plays.';
comment on column plate_appearances.bb is 'As in plays.';
comment on column plate_appearances.ibb is 'As in plays.';
comment on column plate_appearances.so is 'As in plays.';
comment on column plate_appearances.hbp is 'As in plays.';
comment on column plate_appearances.sac_bunt is 'As in plays.';
comment on column plate_appearances.sac_fly is 'As in plays.';
comment on column plate_appearances.gidp is 'As in plays.';
comment on column plate_appearances.runs_scored is 'Runs that scored in the play.';

-- Down Migration

drop view plate_appearances;
drop view pitching_seasons;
drop view batting_seasons;
