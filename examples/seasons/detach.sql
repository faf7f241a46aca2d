-- Takes one part out of the tables that divide.sql has divided: games_1, plays_1 and the others are tables of their
-- own then, to be dumped and dropped, or moved to a cheaper disk.
--
--   set dugout.part = '1';
--   \i detach.sql
--
-- Run it in one transaction, while no game is played: the foreign keys are taken off and put on again, which reads what
-- stays once. (A part of lineups refers to itself: with its keys on, no part can be detached.)

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
