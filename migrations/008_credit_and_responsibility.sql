-- What scoring needs to give every run, steal, putout and error of a play to the right person. Nothing here rewrites the
-- table, and the constraints hold for new rows at once; 009 makes sure of those of before.

-- Up Migration

alter table plays
  add column responsible_batter_id bigint,
  add column responsible_pitcher_id bigint,
  add column on_first_pitcher_id bigint,
  add column on_second_pitcher_id bigint,
  add column on_third_pitcher_id bigint,
  add column stolen_base_code smallint,
  add column caught_stealing_code smallint,
  add column earned_run_code smallint,
  add column team_unearned_runs smallint not null default 0,
  add column putout_positions text,
  add column assist_positions text,
  add column error_positions text,
  add column double_play smallint not null default 0,
  add column triple_play smallint not null default 0;

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

comment on column plays.responsible_batter_id is 'The batter to whom the plate appearance counts, where another finished it for him (Official Baseball Rules 9.15(b)); null for the batter.';
comment on column plays.responsible_pitcher_id is 'The pitcher against whom the plate appearance counts, where another relieved him during it (9.16(h)); null for the pitcher.';
comment on column plays.on_first_pitcher_id is 'The pitcher who is charged with the runner on first if he scores (9.16(g)); null for the pitcher of the play.';
comment on column plays.on_second_pitcher_id is 'The pitcher who is charged with the runner on second if he scores; null for the pitcher of the play.';
comment on column plays.on_third_pitcher_id is 'The pitcher who is charged with the runner on third if he scores; null for the pitcher of the play.';
comment on column plays.stolen_base_code is 'The bases from which runners stole: 1 for first, 2 for second, 4 for third, added up; null when runner_id says it.';
comment on column plays.caught_stealing_code is 'The bases from which runners were caught stealing, as in stolen_base_code; null when runner_id says it.';
comment on column plays.earned_run_code is 'Whose runs are earned: 1 for the runner from first, 2 from second, 4 from third, 8 for the batter, added up; null when earned_runs says it.';
comment on column plays.team_unearned_runs is 'Of the earned runs, those that are earned against the pitcher and not against his team (9.16(i)).';
comment on column plays.putout_positions is 'The fielders with a putout, by the scorer''s numbers from 1 (pitcher) to 9 (right field): 43; null for nobody.';
comment on column plays.assist_positions is 'The fielders with an assist, as in putout_positions.';
comment on column plays.error_positions is 'The fielders with an error, as in putout_positions.';
comment on column plays.double_play is 'Whether the fielders turned a double play, 0 or 1.';
comment on column plays.triple_play is 'Whether the fielders turned a triple play, 0 or 1.';

-- Down Migration

alter table plays
  drop column triple_play,
  drop column double_play,
  drop column error_positions,
  drop column assist_positions,
  drop column putout_positions,
  drop column team_unearned_runs,
  drop column earned_run_code,
  drop column caught_stealing_code,
  drop column stolen_base_code,
  drop column on_third_pitcher_id,
  drop column on_second_pitcher_id,
  drop column on_first_pitcher_id,
  drop column responsible_pitcher_id,
  drop column responsible_batter_id;
