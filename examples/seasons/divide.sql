-- Partitions the tables by ranges of the game's id, which begins with its time (UUID version 7). The stored rows become
-- partition 1, without being copied; the other partitions follow, the last one for everything after the last bound:
--
--   set dugout.seasons = '{2027-03-01 00:00Z, 2028-03-01 00:00Z}';   -- parts 1, 2 and 3
--   \i divide.sql
--
-- Run it in one transaction, on a database at head, while no game is played. It locks every table, and reads partition 1
-- once to prove that it ends at the first bound. Constraints keep their names; an index of partition 2 has the name of the
-- table's index with _2, so that a violation still gives its typed error.

create function pg_temp.first_game_of(season timestamptz) returns uuid language sql as $$
  select (lpad(to_hex((extract(epoch from season) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

create temporary table foreign_keys on commit drop as
  select conname as name, conrelid::regclass::text as of_table, pg_get_constraintdef(oid) as definition
  from pg_constraint
  where contype = 'f' and conrelid::regclass::text in ('games', 'lineups', 'plays', 'game_sessions', 'roster_links', 'known_findings',
    'stored_lines', 'stored_batting_lines', 'stored_pitching_lines');

-- Views refer to the tables that they were created with, whatever their names: they are created again, with their comments.
create temporary table views on commit drop as
  select c.oid, c.relname as name, pg_get_viewdef(c.oid) as definition
  from pg_class c
  where c.relkind = 'v' and c.relnamespace = (select relnamespace from pg_class where oid = 'games'::regclass);

create temporary table comments on commit drop as
  select format('comment on %s is %L',
    case d.objsubid when 0 then format('view %I', v.name)
      else format('column %I.%I', v.name, (select attname from pg_attribute where attrelid = v.oid and attnum = d.objsubid)) end,
    d.description) as statement
  from pg_description d join views v on v.oid = d.objoid and d.classoid = 'pg_class'::regclass;

-- The table becomes partition 1 of a new table with its name.
create function pg_temp.make_part(name text, key text) returns void language plpgsql as $$
declare
  part text := name || '_1';
  index record;
begin
  execute format('alter table %I rename to %I', name, part);
  execute format('create table %I (like %I including all excluding indexes) partition by range (%I)', name, part, key);
  for index in
    select c.relname as name, pg_get_indexdef(c.oid) as definition, pg_get_constraintdef(k.oid) as key
    from pg_index i join pg_class c on c.oid = i.indexrelid
    left join pg_constraint k on k.conindid = c.oid and k.conrelid = i.indrelid
    where i.indrelid = part::regclass
  loop
    execute format('alter index %I rename to %I', index.name, index.name || '_1');
    if index.key is null then
      execute replace(index.definition, format('.%I ', part), format('.%I ', name));
    else
      execute format('alter table %I add constraint %I %s', name, index.name, index.key);
    end if;
  end loop;
end
$$;

-- The new table's identity continues from the old one's.
create function pg_temp.take_identity(name text) returns void language plpgsql as $$
declare
  identity text := (select attname from pg_attribute where attrelid = name::regclass and attidentity <> '');
  last bigint;
begin
  if identity is null then return; end if;
  execute format('select max(%I) from %I', identity, name || '_1') into last;
  execute format('alter table %I alter %I drop identity', name || '_1', identity);
  perform setval(pg_get_serial_sequence(name, identity), last) where last is not null;
  execute format('alter sequence %s rename to %I', pg_get_serial_sequence(name, identity), name || '_' || identity || '_seq');
end
$$;

create function pg_temp.divide(name text, bounds uuid[]) returns void language plpgsql as $$
declare
  index record;
begin
  execute format('alter table %I attach partition %I for values from (minvalue) to (%L)', name, name || '_1', bounds[1]);
  for number in 2 .. cardinality(bounds) + 1 loop
    execute format('create table %I partition of %I for values from (%L) to (%s)', name || '_' || number, name,
      bounds[number - 1], coalesce(quote_literal(bounds[number]), 'maxvalue'));
    for index in
      select child.relname as name, parent.relname as of_table
      from pg_inherits i
      join pg_class child on child.oid = i.inhrelid
      join pg_class parent on parent.oid = i.inhparent
      join pg_index of_child on of_child.indexrelid = child.oid
      where of_child.indrelid = (name || '_' || number)::regclass
    loop
      execute format('alter index %I rename to %I', index.name, index.of_table || '_' || number);
    end loop;
  end loop;
end
$$;

do $$
declare
  key record;
  view record;
  name text;
  statement text;
  bounds uuid[] := (
    select array_agg(pg_temp.first_game_of(season) order by season)
    from unnest(current_setting('dugout.seasons')::timestamptz[]) as season
  );
begin
  for view in select * from views order by oid desc loop
    execute format('drop view %I', view.name);
  end loop;
  for key in select * from foreign_keys loop
    execute format('alter table %I drop constraint %I', key.of_table, key.name);
  end loop;
  foreach name in array array['games', 'lineups', 'plays', 'game_sessions', 'roster_links', 'known_findings',
    'stored_lines', 'stored_batting_lines', 'stored_pitching_lines'] loop
    perform pg_temp.make_part(name, case name when 'games' then 'id' else 'game_id' end);
    perform pg_temp.take_identity(name);
    perform pg_temp.divide(name, bounds);
  end loop;
  for key in select * from foreign_keys loop
    execute format('alter table %I add constraint %I %s', key.of_table, key.name, key.definition);
  end loop;
  for view in select * from views order by oid loop
    execute format('create view %I as %s', view.name, view.definition);
  end loop;
  for statement in select c.statement from comments c loop
    execute statement;
  end loop;
end
$$;
