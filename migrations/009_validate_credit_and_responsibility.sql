-- Makes sure that the rows of before hold what 007 and 008 promised of the new ones. A migration of its own, so that the scan of the
-- tables does not happen under the lock that adding the constraints took.

-- Up Migration

alter table lineups validate constraint lineups_decision_values;
alter table plays validate constraint plays_responsible_batter_fkey;
alter table plays validate constraint plays_responsible_pitcher_fkey;
alter table plays validate constraint plays_on_first_pitcher_fkey;
alter table plays validate constraint plays_on_second_pitcher_fkey;
alter table plays validate constraint plays_on_third_pitcher_fkey;
alter table plays validate constraint plays_stolen_base_code_range;
alter table plays validate constraint plays_caught_stealing_code_range;
alter table plays validate constraint plays_earned_run_code_range;
alter table plays validate constraint plays_team_unearned_runs_range;
alter table plays validate constraint plays_double_play_range;
alter table plays validate constraint plays_triple_play_range;
alter table plays validate constraint plays_putout_positions_pattern;
alter table plays validate constraint plays_assist_positions_pattern;
alter table plays validate constraint plays_error_positions_pattern;
alter table plays validate constraint plays_on_first_charged;
alter table plays validate constraint plays_on_second_charged;
alter table plays validate constraint plays_on_third_charged;
alter table plays validate constraint plays_stolen_base_code;
alter table plays validate constraint plays_caught_stealing_code;
alter table plays validate constraint plays_earned_run_code;
alter table plays validate constraint plays_team_unearned_runs;
alter table plays validate constraint plays_double_play_outs;

-- Down Migration

alter table lineups drop constraint lineups_decision_values;
alter table lineups
  add constraint lineups_decision_values check (decision in ('win', 'loss', 'save')) not valid;
alter table plays
  drop constraint plays_responsible_batter_fkey,
  drop constraint plays_responsible_pitcher_fkey,
  drop constraint plays_on_first_pitcher_fkey,
  drop constraint plays_on_second_pitcher_fkey,
  drop constraint plays_on_third_pitcher_fkey,
  drop constraint plays_stolen_base_code_range,
  drop constraint plays_caught_stealing_code_range,
  drop constraint plays_earned_run_code_range,
  drop constraint plays_team_unearned_runs_range,
  drop constraint plays_double_play_range,
  drop constraint plays_triple_play_range,
  drop constraint plays_putout_positions_pattern,
  drop constraint plays_assist_positions_pattern,
  drop constraint plays_error_positions_pattern,
  drop constraint plays_on_first_charged,
  drop constraint plays_on_second_charged,
  drop constraint plays_on_third_charged,
  drop constraint plays_stolen_base_code,
  drop constraint plays_caught_stealing_code,
  drop constraint plays_earned_run_code,
  drop constraint plays_team_unearned_runs,
  drop constraint plays_double_play_outs;
alter table plays
  add constraint plays_responsible_batter_fkey foreign key (game_id, responsible_batter_id) references lineups (game_id, id) not valid,
  add constraint plays_responsible_pitcher_fkey foreign key (game_id, responsible_pitcher_id) references lineups (game_id, id) not valid,
  add constraint plays_on_first_pitcher_fkey foreign key (game_id, on_first_pitcher_id) references lineups (game_id, id) not valid,
  add constraint plays_on_second_pitcher_fkey foreign key (game_id, on_second_pitcher_id) references lineups (game_id, id) not valid,
  add constraint plays_on_third_pitcher_fkey foreign key (game_id, on_third_pitcher_id) references lineups (game_id, id) not valid,
  add constraint plays_stolen_base_code_range check (stolen_base_code between 0 and 7) not valid,
  add constraint plays_caught_stealing_code_range check (caught_stealing_code between 0 and 7) not valid,
  add constraint plays_earned_run_code_range check (earned_run_code between 0 and 15) not valid,
  add constraint plays_team_unearned_runs_range check (team_unearned_runs between 0 and 4) not valid,
  add constraint plays_double_play_range check (double_play between 0 and 1) not valid,
  add constraint plays_triple_play_range check (triple_play between 0 and 1) not valid,
  add constraint plays_putout_positions_pattern check (putout_positions ~ '^[1-9]{1,3}$') not valid,
  add constraint plays_assist_positions_pattern check (assist_positions ~ '^[1-9]{1,10}$') not valid,
  add constraint plays_error_positions_pattern check (error_positions ~ '^[1-9]{1,9}$') not valid,
  add constraint plays_on_first_charged check (on_first_pitcher_id is null or on_first_id is not null) not valid,
  add constraint plays_on_second_charged check (on_second_pitcher_id is null or on_second_id is not null) not valid,
  add constraint plays_on_third_charged check (on_third_pitcher_id is null or on_third_id is not null) not valid,
  add constraint plays_stolen_base_code check (stolen_base_code is null or (stolen_base_code % 2 + stolen_base_code / 2 % 2 + stolen_base_code / 4 % 2 = sb and stolen_base_code & on_base_code = stolen_base_code)) not valid,
  add constraint plays_caught_stealing_code check (caught_stealing_code is null or (caught_stealing_code % 2 + caught_stealing_code / 2 % 2 + caught_stealing_code / 4 % 2 = cs and caught_stealing_code & on_base_code = caught_stealing_code)) not valid,
  add constraint plays_earned_run_code check (earned_run_code is null or (earned_run_code % 2 + earned_run_code / 2 % 2 + earned_run_code / 4 % 2 + earned_run_code / 8 % 2 = earned_runs and (earned_run_code % 2 = 0 or coalesce(on_first_final, 0) = 4) and (earned_run_code / 2 % 2 = 0 or coalesce(on_second_final, 0) = 4) and (earned_run_code / 4 % 2 = 0 or coalesce(on_third_final, 0) = 4) and (earned_run_code / 8 % 2 = 0 or coalesce(batter_final, 0) = 4))) not valid,
  add constraint plays_team_unearned_runs check (team_unearned_runs <= earned_runs) not valid,
  add constraint plays_double_play_outs check (2 * double_play <= outs_recorded and 3 * triple_play <= outs_recorded) not valid;
