-- Roles with no more rights than each needs:
--
--   dugout_owner        owns the tables and runs `dugout migrate`: DATABASE_MIGRATION_URL
--   dugout_application  records games, and cannot change the schema: DATABASE_URL
--   dugout_reader       reads games, and writes nothing: DATABASE_REPLICA_URL, dashboards
--
-- Run it as an administrator, in the schema of the game (the first of the search path), before the first migration or after
-- any. It may be run again:
--
--   psql -v ON_ERROR_STOP=1 --single-transaction -f roles.sql
--
-- None of the roles can log in yet: `alter role dugout_owner login password '…'`, and the same for the others; or grant the
-- application and the reader to roles that can. What the owner creates must belong to it: migrate as the owner itself.

do $roles$
declare
  in_schema text := current_schema();
  role_name text;
  object record;
begin
  foreach role_name in array array['dugout_owner', 'dugout_application', 'dugout_reader'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I', role_name);
    end if;
    execute format('grant usage on schema %I to %I', in_schema, role_name);
  end loop;

  -- Until PostgreSQL 14, everybody may create in public.
  execute format('revoke create on schema %I from public', in_schema);
  execute format('grant create on schema %I to dugout_owner', in_schema);

  -- What was migrated before belongs to the owner from now on: the tables and views that migrations comment, and their history.
  for object in
    select relname, case relkind when 'v' then 'view' else 'table' end as kind from pg_class
    where relnamespace = in_schema::regnamespace and relkind in ('r', 'p', 'v') and (
      relname in ('games', 'lineups', 'plays', 'game_sessions', 'roster_links', 'stored_lines', 'stored_batting_lines',
        'stored_pitching_lines', 'dugout_migrations', 'dugout_migration_checksums')
      or relkind = 'v' and obj_description(oid, 'pg_class') is not null)
  loop
    execute format('alter %s %I.%I owner to dugout_owner', object.kind, in_schema, object.relname);
  end loop;
  for object in
    select oid::regprocedure as name from pg_proc
    where pronamespace = in_schema::regnamespace and proname in ('games_check', 'lineups_check', 'plays_check')
  loop
    execute format('alter function %s owner to dugout_owner', object.name);
  end loop;

  -- What is there. Imports of seasons take numbers from the sequences of identity columns; other writes need no right on them.
  execute format('grant select on all tables in schema %I to dugout_application, dugout_reader', in_schema);
  execute format('grant insert, update, delete on all tables in schema %I to dugout_application', in_schema);
  execute format('grant usage, select on all sequences in schema %I to dugout_application', in_schema);
  execute format('grant execute on all functions in schema %I to dugout_application', in_schema);

  -- What migrations will make.
  execute format('alter default privileges for role dugout_owner in schema %I grant select on tables to dugout_application, dugout_reader', in_schema);
  execute format('alter default privileges for role dugout_owner in schema %I grant insert, update, delete on tables to dugout_application', in_schema);
  execute format('alter default privileges for role dugout_owner in schema %I grant usage, select on sequences to dugout_application', in_schema);
  execute format('alter default privileges for role dugout_owner in schema %I grant execute on functions to dugout_application', in_schema);

  -- The history is the owner's alone to write.
  for object in
    select relname from pg_class where relnamespace = in_schema::regnamespace
      and relname in ('dugout_migrations', 'dugout_migration_checksums')
  loop
    execute format('revoke insert, update, delete on %I.%I from dugout_application', in_schema, object.relname);
  end loop;
end
$roles$;
