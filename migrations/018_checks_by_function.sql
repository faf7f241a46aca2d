-- One CHECK for each of games, lineups and plays, which calls a function with all its rules. PostgreSQL reads and prepares every
-- CHECK at every statement, and the 73 of plays were half of what a play cost the server; a function is compiled once per session.
-- Each rule keeps its name: the function refuses a row with the error that the single CHECK gave. Columns of JSON now hold
-- objects only. Rows are proven before the single CHECKs go, so that there is no moment without a rule; that takes no lock that
-- stops a game, up and down.

-- Up Migration (no transaction)

create or replace function games_check(
  "league_id" text,
  "home_team_id" integer,
  "away_team_id" integer,
  "status" text,
  "inning" smallint,
  "half" text,
  "home_score" smallint,
  "away_score" smallint,
  "winner_team_id" integer,
  "metadata" jsonb,
  "scheduled_innings" smallint,
  "automatic_runner_inning" smallint,
  "season" text
) returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $check$
declare
  broken text[];
begin
  if (
    least(inning, scheduled_innings, automatic_runner_inning) >= 1
    and greatest(inning, scheduled_innings, automatic_runner_inning) <= 99
    and least(home_score, away_score) >= 0
    and greatest(home_score, away_score) <= 999
    and (league_id in ('pd', 'sba'))
    and (status in ('pending', 'active', 'paused', 'completed', 'abandoned'))
    and (half in ('top', 'bottom'))
    and (char_length(season) <= 100)
    and (jsonb_typeof(metadata) = 'object')
    and (away_team_id <> home_team_id)
    and (winner_team_id is null or winner_team_id in (home_team_id, away_team_id))
  ) is not false then
    return true;
  end if;
  broken := case
    when not (automatic_runner_inning between 1 and 99) then array['games_automatic_runner_inning_range', 'automatic_runner_inning']
    when not (away_score between 0 and 999) then array['games_away_score_range', 'away_score']
    when not (half in ('top', 'bottom')) then array['games_half_values', 'half']
    when not (home_score between 0 and 999) then array['games_home_score_range', 'home_score']
    when not (inning between 1 and 99) then array['games_inning_range', 'inning']
    when not (league_id in ('pd', 'sba')) then array['games_league_id_values', 'league_id']
    when not (jsonb_typeof(metadata) = 'object') then array['games_metadata_object', 'metadata']
    when not (scheduled_innings between 1 and 99) then array['games_scheduled_innings_range', 'scheduled_innings']
    when not (char_length(season) <= 100) then array['games_season_length', 'season']
    when not (status in ('pending', 'active', 'paused', 'completed', 'abandoned')) then array['games_status_values', 'status']
    when not (away_team_id <> home_team_id) then array['games_two_teams', 'away_team_id']
    when not (winner_team_id is null or winner_team_id in (home_team_id, away_team_id)) then array['games_winner_plays', 'winner_team_id']
  end;
  raise exception using
    errcode = 'check_violation',
    message = format('new row for relation "%s" violates check constraint "%s"', 'games', broken[1]),
    table = 'games', column = broken[2], constraint = broken[1];
end
$check$;

create or replace function lineups_check(
  "card_id" bigint,
  "player_id" bigint,
  "position" text,
  "batting_order" smallint,
  "is_active" boolean,
  "entered_inning" smallint,
  "after_play" smallint,
  "left_after_play" smallint,
  "decision" text
) returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $check$
declare
  broken text[];
begin
  if (
    batting_order between 1 and 9
    and entered_inning between 1 and 99
    and least(after_play, left_after_play) >= 0
    and greatest(after_play, left_after_play) <= 32767
    and (position in ('P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF', 'DH', 'PH', 'PR'))
    and (decision in ('win', 'loss', 'save'))
    and (left_after_play is null or left_after_play >= after_play)
    and (left_after_play is null or not is_active)
    and (num_nonnulls(card_id, player_id) = 1)
  ) is not false then
    return true;
  end if;
  broken := case
    when not (after_play between 0 and 32767) then array['lineups_after_play_range', 'after_play']
    when not (batting_order between 1 and 9) then array['lineups_batting_order_range', 'batting_order']
    when not (num_nonnulls(card_id, player_id) = 1) then array['lineups_card_or_player', 'card_id']
    when not (decision in ('win', 'loss', 'save')) then array['lineups_decision_values', 'decision']
    when not (entered_inning between 1 and 99) then array['lineups_entered_inning_range', 'entered_inning']
    when not (left_after_play is null or left_after_play >= after_play) then array['lineups_left_after_entering', 'left_after_play']
    when not (left_after_play between 0 and 32767) then array['lineups_left_after_play_range', 'left_after_play']
    when not (left_after_play is null or not is_active) then array['lineups_left_is_inactive', 'left_after_play']
    when not (position in ('P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF', 'DH', 'PH', 'PR')) then array['lineups_position_values', 'position']
  end;
  raise exception using
    errcode = 'check_violation',
    message = format('new row for relation "%s" violates check constraint "%s"', 'lineups', broken[1]),
    table = 'lineups', column = broken[2], constraint = broken[1];
end
$check$;

create or replace function plays_check(
  "play_number" smallint,
  "inning" smallint,
  "half" text,
  "outs_before" smallint,
  "batting_order" smallint,
  "away_score" smallint,
  "home_score" smallint,
  "on_base_code" smallint,
  "batter_id" bigint,
  "on_first_id" bigint,
  "on_second_id" bigint,
  "on_third_id" bigint,
  "batter_final" smallint,
  "on_first_final" smallint,
  "on_second_final" smallint,
  "on_third_final" smallint,
  "check_pos" text,
  "play_metadata" jsonb,
  "pa" smallint,
  "ab" smallint,
  "hit" smallint,
  "double" smallint,
  "triple" smallint,
  "homerun" smallint,
  "bb" smallint,
  "ibb" smallint,
  "so" smallint,
  "hbp" smallint,
  "rbi" smallint,
  "sac_bunt" smallint,
  "sac_fly" smallint,
  "gidp" smallint,
  "sb" smallint,
  "cs" smallint,
  "pick_off" smallint,
  "wild_pitch" smallint,
  "passed_ball" smallint,
  "balk" smallint,
  "error" smallint,
  "bphr" smallint,
  "bpfo" smallint,
  "bp1b" smallint,
  "bplo" smallint,
  "outs_recorded" smallint,
  "runs_scored" smallint,
  "earned_runs" smallint,
  "wpa" real,
  "re24" real,
  "on_first_pitcher_id" bigint,
  "on_second_pitcher_id" bigint,
  "on_third_pitcher_id" bigint,
  "stolen_base_code" smallint,
  "caught_stealing_code" smallint,
  "earned_run_code" smallint,
  "team_unearned_runs" smallint,
  "putout_positions" text,
  "assist_positions" text,
  "error_positions" text,
  "double_play" smallint,
  "triple_play" smallint
) returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $check$
declare
  broken text[];
begin
  if (
    play_number between 1 and 32767
    and inning between 1 and 99
    and outs_before between 0 and 2
    and batting_order between 1 and 9
    and least(away_score, home_score) >= 0
    and greatest(away_score, home_score) <= 999
    and least(batter_final, on_first_final) >= 1
    and greatest(batter_final, on_first_final) <= 4
    and on_second_final between 2 and 4
    and on_third_final between 3 and 4
    and least(pa, ab, hit, double, triple, homerun, bb, ibb, so, hbp, sac_bunt, sac_fly, gidp, wild_pitch, passed_ball, balk, bphr, bpfo, bp1b, bplo, double_play, triple_play) >= 0
    and greatest(pa, ab, hit, double, triple, homerun, bb, ibb, so, hbp, sac_bunt, sac_fly, gidp, wild_pitch, passed_ball, balk, bphr, bpfo, bp1b, bplo, double_play, triple_play) <= 1
    and least(rbi, earned_runs, team_unearned_runs) >= 0
    and greatest(rbi, earned_runs, team_unearned_runs) <= 4
    and least(sb, cs, pick_off, outs_recorded) >= 0
    and greatest(sb, cs, pick_off, outs_recorded) <= 3
    and error between 0 and 9
    and wpa between -1 and 1
    and re24 between -10 and 10
    and least(stolen_base_code, caught_stealing_code) >= 0
    and greatest(stolen_base_code, caught_stealing_code) <= 7
    and earned_run_code between 0 and 15
    and (half in ('top', 'bottom'))
    and (check_pos in ('P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF', 'DH', 'PH', 'PR'))
    and (putout_positions ~ '^[1-9]{1,3}$')
    and (assist_positions ~ '^[1-9]{1,10}$')
    and (error_positions ~ '^[1-9]{1,9}$')
    and (jsonb_typeof(play_metadata) = 'object')
    and (on_first_final is null or on_first_id is not null)
    and (on_second_final is null or on_second_id is not null)
    and (on_third_final is null or on_third_id is not null)
    and (coalesce(batter_id <> on_first_id, true) and coalesce(batter_id <> on_second_id, true) and coalesce(batter_id <> on_third_id, true) and coalesce(on_first_id <> on_second_id, true) and coalesce(on_first_id <> on_third_id, true) and coalesce(on_second_id <> on_third_id, true))
    and (coalesce(nullif(batter_final, 4) <> nullif(on_first_final, 4), true) and coalesce(nullif(batter_final, 4) <> nullif(on_second_final, 4), true) and coalesce(nullif(batter_final, 4) <> nullif(on_third_final, 4), true) and coalesce(nullif(on_first_final, 4) <> nullif(on_second_final, 4), true) and coalesce(nullif(on_first_final, 4) <> nullif(on_third_final, 4), true) and coalesce(nullif(on_second_final, 4) <> nullif(on_third_final, 4), true))
    and (batter_final is null or pa = 1)
    and (ab + bb + hbp + sac_bunt + sac_fly <= pa)
    and (hit + so <= ab)
    and (double + triple + homerun <= hit)
    and (homerun = 0 or (batter_final is not null and batter_final = 4))
    and (ibb <= bb)
    and (gidp <= ab)
    and (outs_before + outs_recorded <= 3)
    and (rbi <= runs_scored)
    and (earned_runs <= runs_scored)
    and (on_first_pitcher_id is null or on_first_id is not null)
    and (on_second_pitcher_id is null or on_second_id is not null)
    and (on_third_pitcher_id is null or on_third_id is not null)
    and (team_unearned_runs <= earned_runs)
    and (2 * double_play <= outs_recorded and 3 * triple_play <= outs_recorded)
  ) is not false then
    if num_nonnulls(stolen_base_code, caught_stealing_code, earned_run_code) = 0 then
      return true;
    end if;
    if (
      (stolen_base_code is null or (stolen_base_code % 2 + stolen_base_code / 2 % 2 + stolen_base_code / 4 % 2 = sb and stolen_base_code & on_base_code = stolen_base_code))
      and (caught_stealing_code is null or (caught_stealing_code % 2 + caught_stealing_code / 2 % 2 + caught_stealing_code / 4 % 2 = cs and caught_stealing_code & on_base_code = caught_stealing_code))
      and (earned_run_code is null or (earned_run_code % 2 + earned_run_code / 2 % 2 + earned_run_code / 4 % 2 + earned_run_code / 8 % 2 = earned_runs and (earned_run_code % 2 = 0 or coalesce(on_first_final, 0) = 4) and (earned_run_code / 2 % 2 = 0 or coalesce(on_second_final, 0) = 4) and (earned_run_code / 4 % 2 = 0 or coalesce(on_third_final, 0) = 4) and (earned_run_code / 8 % 2 = 0 or coalesce(batter_final, 0) = 4)))
    ) is not false then
      return true;
    end if;
  end if;
  broken := case
    when not (ab between 0 and 1) then array['plays_ab_range', 'ab']
    when not (assist_positions ~ '^[1-9]{1,10}$') then array['plays_assist_positions_pattern', 'assist_positions']
    when not (away_score between 0 and 999) then array['plays_away_score_range', 'away_score']
    when not (balk between 0 and 1) then array['plays_balk_range', 'balk']
    when not (batter_final between 1 and 4) then array['plays_batter_final_range', 'batter_final']
    when not (batter_final is null or pa = 1) then array['plays_batter_moves_in_pa', 'batter_final']
    when not (batting_order between 1 and 9) then array['plays_batting_order_range', 'batting_order']
    when not (bb between 0 and 1) then array['plays_bb_range', 'bb']
    when not (bp1b between 0 and 1) then array['plays_bp1b_range', 'bp1b']
    when not (bpfo between 0 and 1) then array['plays_bpfo_range', 'bpfo']
    when not (bphr between 0 and 1) then array['plays_bphr_range', 'bphr']
    when not (bplo between 0 and 1) then array['plays_bplo_range', 'bplo']
    when not (caught_stealing_code is null or (caught_stealing_code % 2 + caught_stealing_code / 2 % 2 + caught_stealing_code / 4 % 2 = cs and caught_stealing_code & on_base_code = caught_stealing_code)) then array['plays_caught_stealing_code', 'caught_stealing_code']
    when not (caught_stealing_code between 0 and 7) then array['plays_caught_stealing_code_range', 'caught_stealing_code']
    when not (check_pos in ('P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF', 'DH', 'PH', 'PR')) then array['plays_check_pos_values', 'check_pos']
    when not (cs between 0 and 3) then array['plays_cs_range', 'cs']
    when not (2 * double_play <= outs_recorded and 3 * triple_play <= outs_recorded) then array['plays_double_play_outs', 'outs_recorded']
    when not (double_play between 0 and 1) then array['plays_double_play_range', 'double_play']
    when not (double between 0 and 1) then array['plays_double_range', 'double']
    when not (earned_run_code is null or (earned_run_code % 2 + earned_run_code / 2 % 2 + earned_run_code / 4 % 2 + earned_run_code / 8 % 2 = earned_runs and (earned_run_code % 2 = 0 or coalesce(on_first_final, 0) = 4) and (earned_run_code / 2 % 2 = 0 or coalesce(on_second_final, 0) = 4) and (earned_run_code / 4 % 2 = 0 or coalesce(on_third_final, 0) = 4) and (earned_run_code / 8 % 2 = 0 or coalesce(batter_final, 0) = 4))) then array['plays_earned_run_code', 'earned_run_code']
    when not (earned_run_code between 0 and 15) then array['plays_earned_run_code_range', 'earned_run_code']
    when not (earned_runs between 0 and 4) then array['plays_earned_runs_range', 'earned_runs']
    when not (earned_runs <= runs_scored) then array['plays_earned_runs_scored', 'earned_runs']
    when not (error_positions ~ '^[1-9]{1,9}$') then array['plays_error_positions_pattern', 'error_positions']
    when not (error between 0 and 9) then array['plays_error_range', 'error']
    when not (coalesce(nullif(batter_final, 4) <> nullif(on_first_final, 4), true) and coalesce(nullif(batter_final, 4) <> nullif(on_second_final, 4), true) and coalesce(nullif(batter_final, 4) <> nullif(on_third_final, 4), true) and coalesce(nullif(on_first_final, 4) <> nullif(on_second_final, 4), true) and coalesce(nullif(on_first_final, 4) <> nullif(on_third_final, 4), true) and coalesce(nullif(on_second_final, 4) <> nullif(on_third_final, 4), true)) then array['plays_finals_differ', 'batter_final']
    when not (gidp <= ab) then array['plays_gidp_in_ab', 'gidp']
    when not (gidp between 0 and 1) then array['plays_gidp_range', 'gidp']
    when not (half in ('top', 'bottom')) then array['plays_half_values', 'half']
    when not (hbp between 0 and 1) then array['plays_hbp_range', 'hbp']
    when not (hit + so <= ab) then array['plays_hit_in_ab', 'hit']
    when not (double + triple + homerun <= hit) then array['plays_hit_kind', 'hit']
    when not (hit between 0 and 1) then array['plays_hit_range', 'hit']
    when not (home_score between 0 and 999) then array['plays_home_score_range', 'home_score']
    when not (homerun between 0 and 1) then array['plays_homerun_range', 'homerun']
    when not (homerun = 0 or (batter_final is not null and batter_final = 4)) then array['plays_homerun_scores', 'batter_final']
    when not (ibb <= bb) then array['plays_ibb_is_bb', 'ibb']
    when not (ibb between 0 and 1) then array['plays_ibb_range', 'ibb']
    when not (inning between 1 and 99) then array['plays_inning_range', 'inning']
    when not (on_first_pitcher_id is null or on_first_id is not null) then array['plays_on_first_charged', 'on_first_pitcher_id']
    when not (on_first_final between 1 and 4) then array['plays_on_first_final_range', 'on_first_final']
    when not (on_first_final is null or on_first_id is not null) then array['plays_on_first_runner', 'on_first_final']
    when not (on_second_pitcher_id is null or on_second_id is not null) then array['plays_on_second_charged', 'on_second_pitcher_id']
    when not (on_second_final between 2 and 4) then array['plays_on_second_final_range', 'on_second_final']
    when not (on_second_final is null or on_second_id is not null) then array['plays_on_second_runner', 'on_second_final']
    when not (on_third_pitcher_id is null or on_third_id is not null) then array['plays_on_third_charged', 'on_third_pitcher_id']
    when not (on_third_final between 3 and 4) then array['plays_on_third_final_range', 'on_third_final']
    when not (on_third_final is null or on_third_id is not null) then array['plays_on_third_runner', 'on_third_final']
    when not (outs_before between 0 and 2) then array['plays_outs_before_range', 'outs_before']
    when not (outs_recorded between 0 and 3) then array['plays_outs_recorded_range', 'outs_recorded']
    when not (ab + bb + hbp + sac_bunt + sac_fly <= pa) then array['plays_pa_has_one_result', 'pa']
    when not (pa between 0 and 1) then array['plays_pa_range', 'pa']
    when not (passed_ball between 0 and 1) then array['plays_passed_ball_range', 'passed_ball']
    when not (coalesce(batter_id <> on_first_id, true) and coalesce(batter_id <> on_second_id, true) and coalesce(batter_id <> on_third_id, true) and coalesce(on_first_id <> on_second_id, true) and coalesce(on_first_id <> on_third_id, true) and coalesce(on_second_id <> on_third_id, true)) then array['plays_people_differ', 'batter_id']
    when not (pick_off between 0 and 3) then array['plays_pick_off_range', 'pick_off']
    when not (jsonb_typeof(play_metadata) = 'object') then array['plays_play_metadata_object', 'play_metadata']
    when not (play_number between 1 and 32767) then array['plays_play_number_range', 'play_number']
    when not (putout_positions ~ '^[1-9]{1,3}$') then array['plays_putout_positions_pattern', 'putout_positions']
    when not (rbi between 0 and 4) then array['plays_rbi_range', 'rbi']
    when not (rbi <= runs_scored) then array['plays_rbi_scored', 'rbi']
    when not (re24 between -10 and 10) then array['plays_re24_range', 're24']
    when not (sac_bunt between 0 and 1) then array['plays_sac_bunt_range', 'sac_bunt']
    when not (sac_fly between 0 and 1) then array['plays_sac_fly_range', 'sac_fly']
    when not (sb between 0 and 3) then array['plays_sb_range', 'sb']
    when not (so between 0 and 1) then array['plays_so_range', 'so']
    when not (stolen_base_code is null or (stolen_base_code % 2 + stolen_base_code / 2 % 2 + stolen_base_code / 4 % 2 = sb and stolen_base_code & on_base_code = stolen_base_code)) then array['plays_stolen_base_code', 'stolen_base_code']
    when not (stolen_base_code between 0 and 7) then array['plays_stolen_base_code_range', 'stolen_base_code']
    when not (team_unearned_runs <= earned_runs) then array['plays_team_unearned_runs', 'team_unearned_runs']
    when not (team_unearned_runs between 0 and 4) then array['plays_team_unearned_runs_range', 'team_unearned_runs']
    when not (outs_before + outs_recorded <= 3) then array['plays_three_outs', 'outs_recorded']
    when not (triple_play between 0 and 1) then array['plays_triple_play_range', 'triple_play']
    when not (triple between 0 and 1) then array['plays_triple_range', 'triple']
    when not (wild_pitch between 0 and 1) then array['plays_wild_pitch_range', 'wild_pitch']
    when not (wpa between -1 and 1) then array['plays_wpa_range', 'wpa']
  end;
  raise exception using
    errcode = 'check_violation',
    message = format('new row for relation "%s" violates check constraint "%s"', 'plays', broken[1]),
    table = 'plays', column = broken[2], constraint = broken[1];
end
$check$;

alter table games
  drop constraint if exists games_check,
  add constraint games_check check (games_check(league_id, home_team_id, away_team_id, status, inning, half, home_score, away_score, winner_team_id, metadata, scheduled_innings, automatic_runner_inning, season)) not valid;
alter table lineups
  drop constraint if exists lineups_check,
  add constraint lineups_check check (lineups_check(card_id, player_id, position, batting_order, is_active, entered_inning, after_play, left_after_play, decision)) not valid;
alter table plays
  drop constraint if exists plays_check,
  add constraint plays_check check (plays_check(play_number, inning, half, outs_before, batting_order, away_score, home_score, on_base_code, batter_id, on_first_id, on_second_id, on_third_id, batter_final, on_first_final, on_second_final, on_third_final, check_pos, play_metadata, pa, ab, hit, double, triple, homerun, bb, ibb, so, hbp, rbi, sac_bunt, sac_fly, gidp, sb, cs, pick_off, wild_pitch, passed_ball, balk, error, bphr, bpfo, bp1b, bplo, outs_recorded, runs_scored, earned_runs, wpa, re24, on_first_pitcher_id, on_second_pitcher_id, on_third_pitcher_id, stolen_base_code, caught_stealing_code, earned_run_code, team_unearned_runs, putout_positions, assist_positions, error_positions, double_play, triple_play)) not valid;
alter table game_sessions
  drop constraint if exists game_sessions_connected_users_object,
  drop constraint if exists game_sessions_state_snapshot_object,
  add constraint game_sessions_connected_users_object check (jsonb_typeof(connected_users) = 'object') not valid,
  add constraint game_sessions_state_snapshot_object check (jsonb_typeof(state_snapshot) = 'object') not valid;

alter table games validate constraint games_check;
alter table lineups validate constraint lineups_check;
alter table plays validate constraint plays_check;
alter table game_sessions validate constraint game_sessions_connected_users_object, validate constraint game_sessions_state_snapshot_object;

alter table games
  drop constraint if exists games_inning_range,
  drop constraint if exists games_home_score_range,
  drop constraint if exists games_away_score_range,
  drop constraint if exists games_scheduled_innings_range,
  drop constraint if exists games_automatic_runner_inning_range,
  drop constraint if exists games_league_id_values,
  drop constraint if exists games_status_values,
  drop constraint if exists games_half_values,
  drop constraint if exists games_two_teams,
  drop constraint if exists games_winner_plays;
alter table lineups
  drop constraint if exists lineups_batting_order_range,
  drop constraint if exists lineups_entered_inning_range,
  drop constraint if exists lineups_after_play_range,
  drop constraint if exists lineups_left_after_play_range,
  drop constraint if exists lineups_position_values,
  drop constraint if exists lineups_decision_values,
  drop constraint if exists lineups_left_after_entering,
  drop constraint if exists lineups_left_is_inactive,
  drop constraint if exists lineups_card_or_player;
alter table plays
  drop constraint if exists plays_play_number_range,
  drop constraint if exists plays_inning_range,
  drop constraint if exists plays_outs_before_range,
  drop constraint if exists plays_batting_order_range,
  drop constraint if exists plays_away_score_range,
  drop constraint if exists plays_home_score_range,
  drop constraint if exists plays_batter_final_range,
  drop constraint if exists plays_on_first_final_range,
  drop constraint if exists plays_on_second_final_range,
  drop constraint if exists plays_on_third_final_range,
  drop constraint if exists plays_pa_range,
  drop constraint if exists plays_ab_range,
  drop constraint if exists plays_hit_range,
  drop constraint if exists plays_double_range,
  drop constraint if exists plays_triple_range,
  drop constraint if exists plays_homerun_range,
  drop constraint if exists plays_bb_range,
  drop constraint if exists plays_ibb_range,
  drop constraint if exists plays_so_range,
  drop constraint if exists plays_hbp_range,
  drop constraint if exists plays_rbi_range,
  drop constraint if exists plays_sac_bunt_range,
  drop constraint if exists plays_sac_fly_range,
  drop constraint if exists plays_gidp_range,
  drop constraint if exists plays_sb_range,
  drop constraint if exists plays_cs_range,
  drop constraint if exists plays_pick_off_range,
  drop constraint if exists plays_wild_pitch_range,
  drop constraint if exists plays_passed_ball_range,
  drop constraint if exists plays_balk_range,
  drop constraint if exists plays_error_range,
  drop constraint if exists plays_bphr_range,
  drop constraint if exists plays_bpfo_range,
  drop constraint if exists plays_bp1b_range,
  drop constraint if exists plays_bplo_range,
  drop constraint if exists plays_outs_recorded_range,
  drop constraint if exists plays_earned_runs_range,
  drop constraint if exists plays_wpa_range,
  drop constraint if exists plays_re24_range,
  drop constraint if exists plays_stolen_base_code_range,
  drop constraint if exists plays_caught_stealing_code_range,
  drop constraint if exists plays_earned_run_code_range,
  drop constraint if exists plays_team_unearned_runs_range,
  drop constraint if exists plays_double_play_range,
  drop constraint if exists plays_triple_play_range,
  drop constraint if exists plays_half_values,
  drop constraint if exists plays_check_pos_values,
  drop constraint if exists plays_putout_positions_pattern,
  drop constraint if exists plays_assist_positions_pattern,
  drop constraint if exists plays_error_positions_pattern,
  drop constraint if exists plays_on_first_runner,
  drop constraint if exists plays_on_second_runner,
  drop constraint if exists plays_on_third_runner,
  drop constraint if exists plays_people_differ,
  drop constraint if exists plays_finals_differ,
  drop constraint if exists plays_batter_moves_in_pa,
  drop constraint if exists plays_pa_has_one_result,
  drop constraint if exists plays_hit_in_ab,
  drop constraint if exists plays_hit_kind,
  drop constraint if exists plays_homerun_scores,
  drop constraint if exists plays_ibb_is_bb,
  drop constraint if exists plays_gidp_in_ab,
  drop constraint if exists plays_three_outs,
  drop constraint if exists plays_rbi_scored,
  drop constraint if exists plays_earned_runs_scored,
  drop constraint if exists plays_on_first_charged,
  drop constraint if exists plays_on_second_charged,
  drop constraint if exists plays_on_third_charged,
  drop constraint if exists plays_stolen_base_code,
  drop constraint if exists plays_caught_stealing_code,
  drop constraint if exists plays_earned_run_code,
  drop constraint if exists plays_team_unearned_runs,
  drop constraint if exists plays_double_play_outs;

comment on function games_check is 'The rules of a row of games: true, or an error that names the broken rule.';
comment on function lineups_check is 'The rules of a row of lineups: true, or an error that names the broken rule.';
comment on function plays_check is 'The rules of a row of plays: true, or an error that names the broken rule.';

-- Down Migration (no transaction)

alter table games
  drop constraint if exists games_inning_range,
  drop constraint if exists games_home_score_range,
  drop constraint if exists games_away_score_range,
  drop constraint if exists games_scheduled_innings_range,
  drop constraint if exists games_automatic_runner_inning_range,
  drop constraint if exists games_league_id_values,
  drop constraint if exists games_status_values,
  drop constraint if exists games_half_values,
  drop constraint if exists games_two_teams,
  drop constraint if exists games_winner_plays,
  add constraint games_inning_range check (inning between 1 and 99) not valid,
  add constraint games_home_score_range check (home_score between 0 and 999) not valid,
  add constraint games_away_score_range check (away_score between 0 and 999) not valid,
  add constraint games_scheduled_innings_range check (scheduled_innings between 1 and 99) not valid,
  add constraint games_automatic_runner_inning_range check (automatic_runner_inning between 1 and 99) not valid,
  add constraint games_league_id_values check (league_id in ('pd', 'sba')) not valid,
  add constraint games_status_values check (status in ('pending', 'active', 'paused', 'completed', 'abandoned')) not valid,
  add constraint games_half_values check (half in ('top', 'bottom')) not valid,
  add constraint games_two_teams check (away_team_id <> home_team_id) not valid,
  add constraint games_winner_plays check (winner_team_id is null or winner_team_id in (home_team_id, away_team_id)) not valid;
alter table games
  validate constraint games_inning_range,
  validate constraint games_home_score_range,
  validate constraint games_away_score_range,
  validate constraint games_scheduled_innings_range,
  validate constraint games_automatic_runner_inning_range,
  validate constraint games_league_id_values,
  validate constraint games_status_values,
  validate constraint games_half_values,
  validate constraint games_two_teams,
  validate constraint games_winner_plays;
alter table lineups
  drop constraint if exists lineups_batting_order_range,
  drop constraint if exists lineups_entered_inning_range,
  drop constraint if exists lineups_after_play_range,
  drop constraint if exists lineups_left_after_play_range,
  drop constraint if exists lineups_position_values,
  drop constraint if exists lineups_decision_values,
  drop constraint if exists lineups_left_after_entering,
  drop constraint if exists lineups_left_is_inactive,
  drop constraint if exists lineups_card_or_player,
  add constraint lineups_batting_order_range check (batting_order between 1 and 9) not valid,
  add constraint lineups_entered_inning_range check (entered_inning between 1 and 99) not valid,
  add constraint lineups_after_play_range check (after_play between 0 and 32767) not valid,
  add constraint lineups_left_after_play_range check (left_after_play between 0 and 32767) not valid,
  add constraint lineups_position_values check (position in ('P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF', 'DH', 'PH', 'PR')) not valid,
  add constraint lineups_decision_values check (decision in ('win', 'loss', 'save')) not valid,
  add constraint lineups_left_after_entering check (left_after_play is null or left_after_play >= after_play) not valid,
  add constraint lineups_left_is_inactive check (left_after_play is null or not is_active) not valid,
  add constraint lineups_card_or_player check (num_nonnulls(card_id, player_id) = 1) not valid;
alter table lineups
  validate constraint lineups_batting_order_range,
  validate constraint lineups_entered_inning_range,
  validate constraint lineups_after_play_range,
  validate constraint lineups_left_after_play_range,
  validate constraint lineups_position_values,
  validate constraint lineups_decision_values,
  validate constraint lineups_left_after_entering,
  validate constraint lineups_left_is_inactive,
  validate constraint lineups_card_or_player;
alter table plays
  drop constraint if exists plays_play_number_range,
  drop constraint if exists plays_inning_range,
  drop constraint if exists plays_outs_before_range,
  drop constraint if exists plays_batting_order_range,
  drop constraint if exists plays_away_score_range,
  drop constraint if exists plays_home_score_range,
  drop constraint if exists plays_batter_final_range,
  drop constraint if exists plays_on_first_final_range,
  drop constraint if exists plays_on_second_final_range,
  drop constraint if exists plays_on_third_final_range,
  drop constraint if exists plays_pa_range,
  drop constraint if exists plays_ab_range,
  drop constraint if exists plays_hit_range,
  drop constraint if exists plays_double_range,
  drop constraint if exists plays_triple_range,
  drop constraint if exists plays_homerun_range,
  drop constraint if exists plays_bb_range,
  drop constraint if exists plays_ibb_range,
  drop constraint if exists plays_so_range,
  drop constraint if exists plays_hbp_range,
  drop constraint if exists plays_rbi_range,
  drop constraint if exists plays_sac_bunt_range,
  drop constraint if exists plays_sac_fly_range,
  drop constraint if exists plays_gidp_range,
  drop constraint if exists plays_sb_range,
  drop constraint if exists plays_cs_range,
  drop constraint if exists plays_pick_off_range,
  drop constraint if exists plays_wild_pitch_range,
  drop constraint if exists plays_passed_ball_range,
  drop constraint if exists plays_balk_range,
  drop constraint if exists plays_error_range,
  drop constraint if exists plays_bphr_range,
  drop constraint if exists plays_bpfo_range,
  drop constraint if exists plays_bp1b_range,
  drop constraint if exists plays_bplo_range,
  drop constraint if exists plays_outs_recorded_range,
  drop constraint if exists plays_earned_runs_range,
  drop constraint if exists plays_wpa_range,
  drop constraint if exists plays_re24_range,
  drop constraint if exists plays_stolen_base_code_range,
  drop constraint if exists plays_caught_stealing_code_range,
  drop constraint if exists plays_earned_run_code_range,
  drop constraint if exists plays_team_unearned_runs_range,
  drop constraint if exists plays_double_play_range,
  drop constraint if exists plays_triple_play_range,
  drop constraint if exists plays_half_values,
  drop constraint if exists plays_check_pos_values,
  drop constraint if exists plays_putout_positions_pattern,
  drop constraint if exists plays_assist_positions_pattern,
  drop constraint if exists plays_error_positions_pattern,
  drop constraint if exists plays_on_first_runner,
  drop constraint if exists plays_on_second_runner,
  drop constraint if exists plays_on_third_runner,
  drop constraint if exists plays_people_differ,
  drop constraint if exists plays_finals_differ,
  drop constraint if exists plays_batter_moves_in_pa,
  drop constraint if exists plays_pa_has_one_result,
  drop constraint if exists plays_hit_in_ab,
  drop constraint if exists plays_hit_kind,
  drop constraint if exists plays_homerun_scores,
  drop constraint if exists plays_ibb_is_bb,
  drop constraint if exists plays_gidp_in_ab,
  drop constraint if exists plays_three_outs,
  drop constraint if exists plays_rbi_scored,
  drop constraint if exists plays_earned_runs_scored,
  drop constraint if exists plays_on_first_charged,
  drop constraint if exists plays_on_second_charged,
  drop constraint if exists plays_on_third_charged,
  drop constraint if exists plays_stolen_base_code,
  drop constraint if exists plays_caught_stealing_code,
  drop constraint if exists plays_earned_run_code,
  drop constraint if exists plays_team_unearned_runs,
  drop constraint if exists plays_double_play_outs,
  add constraint plays_play_number_range check (play_number between 1 and 32767) not valid,
  add constraint plays_inning_range check (inning between 1 and 99) not valid,
  add constraint plays_outs_before_range check (outs_before between 0 and 2) not valid,
  add constraint plays_batting_order_range check (batting_order between 1 and 9) not valid,
  add constraint plays_away_score_range check (away_score between 0 and 999) not valid,
  add constraint plays_home_score_range check (home_score between 0 and 999) not valid,
  add constraint plays_batter_final_range check (batter_final between 1 and 4) not valid,
  add constraint plays_on_first_final_range check (on_first_final between 1 and 4) not valid,
  add constraint plays_on_second_final_range check (on_second_final between 2 and 4) not valid,
  add constraint plays_on_third_final_range check (on_third_final between 3 and 4) not valid,
  add constraint plays_pa_range check (pa between 0 and 1) not valid,
  add constraint plays_ab_range check (ab between 0 and 1) not valid,
  add constraint plays_hit_range check (hit between 0 and 1) not valid,
  add constraint plays_double_range check (double between 0 and 1) not valid,
  add constraint plays_triple_range check (triple between 0 and 1) not valid,
  add constraint plays_homerun_range check (homerun between 0 and 1) not valid,
  add constraint plays_bb_range check (bb between 0 and 1) not valid,
  add constraint plays_ibb_range check (ibb between 0 and 1) not valid,
  add constraint plays_so_range check (so between 0 and 1) not valid,
  add constraint plays_hbp_range check (hbp between 0 and 1) not valid,
  add constraint plays_rbi_range check (rbi between 0 and 4) not valid,
  add constraint plays_sac_bunt_range check (sac_bunt between 0 and 1) not valid,
  add constraint plays_sac_fly_range check (sac_fly between 0 and 1) not valid,
  add constraint plays_gidp_range check (gidp between 0 and 1) not valid,
  add constraint plays_sb_range check (sb between 0 and 3) not valid,
  add constraint plays_cs_range check (cs between 0 and 3) not valid,
  add constraint plays_pick_off_range check (pick_off between 0 and 3) not valid,
  add constraint plays_wild_pitch_range check (wild_pitch between 0 and 1) not valid,
  add constraint plays_passed_ball_range check (passed_ball between 0 and 1) not valid,
  add constraint plays_balk_range check (balk between 0 and 1) not valid,
  add constraint plays_error_range check (error between 0 and 9) not valid,
  add constraint plays_bphr_range check (bphr between 0 and 1) not valid,
  add constraint plays_bpfo_range check (bpfo between 0 and 1) not valid,
  add constraint plays_bp1b_range check (bp1b between 0 and 1) not valid,
  add constraint plays_bplo_range check (bplo between 0 and 1) not valid,
  add constraint plays_outs_recorded_range check (outs_recorded between 0 and 3) not valid,
  add constraint plays_earned_runs_range check (earned_runs between 0 and 4) not valid,
  add constraint plays_wpa_range check (wpa between -1 and 1) not valid,
  add constraint plays_re24_range check (re24 between -10 and 10) not valid,
  add constraint plays_stolen_base_code_range check (stolen_base_code between 0 and 7) not valid,
  add constraint plays_caught_stealing_code_range check (caught_stealing_code between 0 and 7) not valid,
  add constraint plays_earned_run_code_range check (earned_run_code between 0 and 15) not valid,
  add constraint plays_team_unearned_runs_range check (team_unearned_runs between 0 and 4) not valid,
  add constraint plays_double_play_range check (double_play between 0 and 1) not valid,
  add constraint plays_triple_play_range check (triple_play between 0 and 1) not valid,
  add constraint plays_half_values check (half in ('top', 'bottom')) not valid,
  add constraint plays_check_pos_values check (check_pos in ('P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF', 'DH', 'PH', 'PR')) not valid,
  add constraint plays_putout_positions_pattern check (putout_positions ~ '^[1-9]{1,3}$') not valid,
  add constraint plays_assist_positions_pattern check (assist_positions ~ '^[1-9]{1,10}$') not valid,
  add constraint plays_error_positions_pattern check (error_positions ~ '^[1-9]{1,9}$') not valid,
  add constraint plays_on_first_runner check (on_first_final is null or on_first_id is not null) not valid,
  add constraint plays_on_second_runner check (on_second_final is null or on_second_id is not null) not valid,
  add constraint plays_on_third_runner check (on_third_final is null or on_third_id is not null) not valid,
  add constraint plays_people_differ check (coalesce(batter_id <> on_first_id, true) and coalesce(batter_id <> on_second_id, true) and coalesce(batter_id <> on_third_id, true) and coalesce(on_first_id <> on_second_id, true) and coalesce(on_first_id <> on_third_id, true) and coalesce(on_second_id <> on_third_id, true)) not valid,
  add constraint plays_finals_differ check (coalesce(nullif(batter_final, 4) <> nullif(on_first_final, 4), true) and coalesce(nullif(batter_final, 4) <> nullif(on_second_final, 4), true) and coalesce(nullif(batter_final, 4) <> nullif(on_third_final, 4), true) and coalesce(nullif(on_first_final, 4) <> nullif(on_second_final, 4), true) and coalesce(nullif(on_first_final, 4) <> nullif(on_third_final, 4), true) and coalesce(nullif(on_second_final, 4) <> nullif(on_third_final, 4), true)) not valid,
  add constraint plays_batter_moves_in_pa check (batter_final is null or pa = 1) not valid,
  add constraint plays_pa_has_one_result check (ab + bb + hbp + sac_bunt + sac_fly <= pa) not valid,
  add constraint plays_hit_in_ab check (hit + so <= ab) not valid,
  add constraint plays_hit_kind check (double + triple + homerun <= hit) not valid,
  add constraint plays_homerun_scores check (homerun = 0 or (batter_final is not null and batter_final = 4)) not valid,
  add constraint plays_ibb_is_bb check (ibb <= bb) not valid,
  add constraint plays_gidp_in_ab check (gidp <= ab) not valid,
  add constraint plays_three_outs check (outs_before + outs_recorded <= 3) not valid,
  add constraint plays_rbi_scored check (rbi <= runs_scored) not valid,
  add constraint plays_earned_runs_scored check (earned_runs <= runs_scored) not valid,
  add constraint plays_on_first_charged check (on_first_pitcher_id is null or on_first_id is not null) not valid,
  add constraint plays_on_second_charged check (on_second_pitcher_id is null or on_second_id is not null) not valid,
  add constraint plays_on_third_charged check (on_third_pitcher_id is null or on_third_id is not null) not valid,
  add constraint plays_stolen_base_code check (stolen_base_code is null or (stolen_base_code % 2 + stolen_base_code / 2 % 2 + stolen_base_code / 4 % 2 = sb and stolen_base_code & on_base_code = stolen_base_code)) not valid,
  add constraint plays_caught_stealing_code check (caught_stealing_code is null or (caught_stealing_code % 2 + caught_stealing_code / 2 % 2 + caught_stealing_code / 4 % 2 = cs and caught_stealing_code & on_base_code = caught_stealing_code)) not valid,
  add constraint plays_earned_run_code check (earned_run_code is null or (earned_run_code % 2 + earned_run_code / 2 % 2 + earned_run_code / 4 % 2 + earned_run_code / 8 % 2 = earned_runs and (earned_run_code % 2 = 0 or coalesce(on_first_final, 0) = 4) and (earned_run_code / 2 % 2 = 0 or coalesce(on_second_final, 0) = 4) and (earned_run_code / 4 % 2 = 0 or coalesce(on_third_final, 0) = 4) and (earned_run_code / 8 % 2 = 0 or coalesce(batter_final, 0) = 4))) not valid,
  add constraint plays_team_unearned_runs check (team_unearned_runs <= earned_runs) not valid,
  add constraint plays_double_play_outs check (2 * double_play <= outs_recorded and 3 * triple_play <= outs_recorded) not valid;
alter table plays
  validate constraint plays_play_number_range,
  validate constraint plays_inning_range,
  validate constraint plays_outs_before_range,
  validate constraint plays_batting_order_range,
  validate constraint plays_away_score_range,
  validate constraint plays_home_score_range,
  validate constraint plays_batter_final_range,
  validate constraint plays_on_first_final_range,
  validate constraint plays_on_second_final_range,
  validate constraint plays_on_third_final_range,
  validate constraint plays_pa_range,
  validate constraint plays_ab_range,
  validate constraint plays_hit_range,
  validate constraint plays_double_range,
  validate constraint plays_triple_range,
  validate constraint plays_homerun_range,
  validate constraint plays_bb_range,
  validate constraint plays_ibb_range,
  validate constraint plays_so_range,
  validate constraint plays_hbp_range,
  validate constraint plays_rbi_range,
  validate constraint plays_sac_bunt_range,
  validate constraint plays_sac_fly_range,
  validate constraint plays_gidp_range,
  validate constraint plays_sb_range,
  validate constraint plays_cs_range,
  validate constraint plays_pick_off_range,
  validate constraint plays_wild_pitch_range,
  validate constraint plays_passed_ball_range,
  validate constraint plays_balk_range,
  validate constraint plays_error_range,
  validate constraint plays_bphr_range,
  validate constraint plays_bpfo_range,
  validate constraint plays_bp1b_range,
  validate constraint plays_bplo_range,
  validate constraint plays_outs_recorded_range,
  validate constraint plays_earned_runs_range,
  validate constraint plays_wpa_range,
  validate constraint plays_re24_range,
  validate constraint plays_stolen_base_code_range,
  validate constraint plays_caught_stealing_code_range,
  validate constraint plays_earned_run_code_range,
  validate constraint plays_team_unearned_runs_range,
  validate constraint plays_double_play_range,
  validate constraint plays_triple_play_range,
  validate constraint plays_half_values,
  validate constraint plays_check_pos_values,
  validate constraint plays_putout_positions_pattern,
  validate constraint plays_assist_positions_pattern,
  validate constraint plays_error_positions_pattern,
  validate constraint plays_on_first_runner,
  validate constraint plays_on_second_runner,
  validate constraint plays_on_third_runner,
  validate constraint plays_people_differ,
  validate constraint plays_finals_differ,
  validate constraint plays_batter_moves_in_pa,
  validate constraint plays_pa_has_one_result,
  validate constraint plays_hit_in_ab,
  validate constraint plays_hit_kind,
  validate constraint plays_homerun_scores,
  validate constraint plays_ibb_is_bb,
  validate constraint plays_gidp_in_ab,
  validate constraint plays_three_outs,
  validate constraint plays_rbi_scored,
  validate constraint plays_earned_runs_scored,
  validate constraint plays_on_first_charged,
  validate constraint plays_on_second_charged,
  validate constraint plays_on_third_charged,
  validate constraint plays_stolen_base_code,
  validate constraint plays_caught_stealing_code,
  validate constraint plays_earned_run_code,
  validate constraint plays_team_unearned_runs,
  validate constraint plays_double_play_outs;

alter table games drop constraint if exists games_check;
drop function if exists games_check;
alter table lineups drop constraint if exists lineups_check;
drop function if exists lineups_check;
alter table plays drop constraint if exists plays_check;
drop function if exists plays_check;
alter table game_sessions drop constraint if exists game_sessions_connected_users_object, drop constraint if exists game_sessions_state_snapshot_object;
