-- Not Citus. It has the names by which Citus is told to distribute a table, keeps what it was told, and refuses what
-- Citus refuses: a table twice, a unique key without the distribution column, a foreign key to a table that is not
-- distributed. Everything stays on one server.

create schema citus;

create type citus.distribution_type as enum ('hash', 'range', 'append');

create table citus.pg_dist_partition (
  logicalrelid regclass primary key,
  partmethod "char" not null default 'h',
  partkey text not null,
  colocationid integer not null
);
-- As Citus has it: no table can be made in pg_catalog, but one can be put there.
alter table citus.pg_dist_partition set schema pg_catalog;
grant select on pg_catalog.pg_dist_partition to public;

create function citus.is_distributed(given oid) returns boolean language sql stable as $$
  select exists (select from pg_catalog.pg_dist_partition where logicalrelid = given)
$$;

create function pg_catalog.create_distributed_table(
  table_name regclass,
  distribution_column text,
  distribution_type citus.distribution_type default 'hash',
  colocate_with text default 'default',
  shard_count int default null
) returns void language plpgsql as $$
declare
  key smallint := (select attnum from pg_attribute where attrelid = table_name and attname = distribution_column);
  bad text;
begin
  if citus.is_distributed(table_name) then
    raise exception 'table "%" is already distributed', table_name;
  end if;
  if key is null then
    raise exception 'column "%" of relation "%" does not exist', distribution_column, table_name;
  end if;
  if colocate_with <> 'default' and not citus.is_distributed(colocate_with::regclass) then
    raise exception 'relation % is not distributed', colocate_with;
  end if;
  select indexrelid::regclass into bad from pg_index
  where indrelid = table_name and (indisunique or indisprimary) and key <> all (indkey::int2[]);
  if found then
    raise exception 'cannot create constraint on "%": % does not contain the distribution column', table_name, bad;
  end if;
  select conname into bad from pg_constraint
  where conrelid = table_name and contype = 'f' and confrelid <> conrelid and not citus.is_distributed(confrelid);
  if found then
    raise exception 'cannot create foreign key constraint %: the referenced table must be a distributed table', bad;
  end if;
  insert into pg_catalog.pg_dist_partition (logicalrelid, partkey, colocationid)
  values (table_name, distribution_column, case colocate_with when 'default' then 1 else
    (select colocationid from pg_catalog.pg_dist_partition where logicalrelid = colocate_with::regclass) end);
end
$$;

create function citus.check_foreign_keys() returns event_trigger language plpgsql as $$
declare
  bad text;
begin
  select conname into bad
  from pg_event_trigger_ddl_commands() command
  join pg_constraint on conrelid = command.objid and contype = 'f'
  where command.classid = 'pg_class'::regclass
    and citus.is_distributed(conrelid) <> citus.is_distributed(confrelid);
  if found then
    raise exception 'cannot create foreign key constraint %: both tables must be distributed', bad;
  end if;
end
$$;

create event trigger citus_check_foreign_keys on ddl_command_end when tag in ('CREATE TABLE', 'ALTER TABLE')
  execute function citus.check_foreign_keys();

create function citus.forget_dropped() returns event_trigger language plpgsql as $$
begin
  delete from pg_catalog.pg_dist_partition
  where logicalrelid in (
    select objid from pg_event_trigger_dropped_objects() where classid = 'pg_class'::regclass and objsubid = 0
  );
end
$$;

create event trigger citus_forget_dropped on sql_drop execute function citus.forget_dropped();
