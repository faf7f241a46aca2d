-- Makes sure that the rows of before hold what 002 and 003 promised of the new ones. A migration of its own, so that the scan
-- of the tables does not happen under the lock that adding the constraints took.

-- Up Migration

alter table games validate constraint games_scheduled_innings_range;
alter table games validate constraint games_automatic_runner_inning_range;
alter table lineups validate constraint lineups_left_after_play_range;
alter table lineups validate constraint lineups_left_after_entering;
alter table lineups validate constraint lineups_left_is_inactive;

-- Down Migration

alter table games drop constraint games_scheduled_innings_range, drop constraint games_automatic_runner_inning_range;
alter table games
  add constraint games_scheduled_innings_range check (scheduled_innings between 1 and 99) not valid,
  add constraint games_automatic_runner_inning_range check (automatic_runner_inning between 1 and 99) not valid;
alter table lineups
  drop constraint lineups_left_after_play_range,
  drop constraint lineups_left_after_entering,
  drop constraint lineups_left_is_inactive;
alter table lineups
  add constraint lineups_left_after_play_range check (left_after_play between 0 and 32767) not valid,
  add constraint lineups_left_after_entering check (left_after_play is null or left_after_play >= after_play) not valid,
  add constraint lineups_left_is_inactive check (left_after_play is null or not is_active) not valid;
