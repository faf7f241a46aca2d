-- Detaches one partition from the tables that divide.sql has partitioned. games_1, plays_1 and the others are then tables of
-- their own, which you can dump and drop, or move to a cheaper disk.
--
--   set dugout.part = '1';
--   \i detach.sql
--
-- Run it in one transaction, while no game is played. It drops the foreign keys and adds them again, which reads the
-- remaining rows once. (A partition of lineups refers to itself: with its foreign keys, no partition can be detached.)

create temporary table foreign_keys on commit drop as
  select conname as name, conrelid::regclass::text as of_table, pg_get_constraintdef(oid) as definition
  from pg_constraint
  where contype = 'f' and conparentid = 0
    and conrelid::regclass::text in ('games', 'lineups', 'plays', 'game_sessions', 'roster_links', 'known_findings',
    'stored_lines', 'stored_batting_lines', 'stored_pitching_lines');

do $$
declare
  key record;
  name text;
begin
  for key in select * from foreign_keys loop
    execute format('alter table %I drop constraint %I', key.of_table, key.name);
  end loop;
  foreach name in array array['plays', 'lineups', 'game_sessions', 'roster_links', 'known_findings', 'stored_batting_lines',
    'stored_pitching_lines', 'stored_lines', 'games'] loop
    execute format('alter table %I detach partition %I', name, name || '_' || current_setting('dugout.part'));
  end loop;
  for key in select * from foreign_keys loop
    execute format('alter table %I add constraint %I %s', key.of_table, key.name, key.definition);
  end loop;
end
$$;
