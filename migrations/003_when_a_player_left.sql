-- When a player left the game, also when nobody came in for him: who stood where at an earlier play is told by it.

-- Up Migration

alter table lineups add column left_after_play smallint;
alter table lineups
  add constraint lineups_left_after_play_range check (left_after_play between 0 and 32767) not valid,
  add constraint lineups_left_after_entering check (left_after_play is null or left_after_play >= after_play) not valid,
  add constraint lineups_left_is_inactive check (left_after_play is null or not is_active) not valid;

comment on column lineups.left_after_play is 'The number of the last play before he left; null while he is in the game, or where nobody noted it.';

-- Down Migration

alter table lineups drop column left_after_play;
