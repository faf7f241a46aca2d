/** What a broken, or not yet finished, CREATE INDEX CONCURRENTLY leaves is not all of these. */
const isWhole = "i.indisvalid and i.indisready and i.indislive";

/** The objects that are tables and views, or hang on one, as JSON. Each reads `relation`, the schema's own tables. */
export const tables = `
select json_build_object(
  'kind', 'table', 'table', null, 'name', relname, 'comment', obj_description(oid, 'pg_class'),
  'form', case relkind when 'p' then 'partitioned table' when 'f' then 'foreign table' else 'table' end,
  'isUnlogged', relpersistence = 'u',
  'rowSecurity', case when not relrowsecurity then 'off' when relforcerowsecurity then 'forced' else 'on' end,
  'partitionBy', pg_get_partkeydef(oid),
  'parents', (select string_agg(inhparent::regclass::text, ', ' order by inhseqno) from pg_inherits where inhrelid = oid),
  'bound', pg_get_expr(relpartbound, oid, true))
from relation where relkind in ('r', 'p', 'f')
order by relname`;

export const views = `
select json_build_object(
  'kind', case relkind when 'm' then 'materialized view' else 'view' end, 'table', null, 'name', relname,
  'comment', obj_description(oid, 'pg_class'), 'options', array_to_string(reloptions, ', '),
  'query', btrim(pg_get_viewdef(oid, true), E' ;\\n'),
  'reads', array(
    select distinct on (r.relname, a.attname) json_build_object('table', r.relname, 'column', a.attname)
    from pg_rewrite w
    join pg_depend p on p.classid = 'pg_rewrite'::regclass and p.objid = w.oid and p.refclassid = 'pg_class'::regclass
    join relation r on r.oid = p.refobjid and r.oid <> relation.oid
    join pg_attribute a on a.attrelid = r.oid and a.attnum = p.refobjsubid
    where w.ev_class = relation.oid order by r.relname, a.attname))
from relation where relkind in ('v', 'm')
order by relname`;

/** What a sequence does, of `pg_sequence s` and its `pg_class q`. */
export const sequenceFacts = `json_build_object(
  'name', q.relname, 'type', format_type(s.seqtypid, null), 'increment', s.seqincrement::text, 'start', s.seqstart::text,
  'smallest', s.seqmin::text, 'largest', s.seqmax::text, 'cache', s.seqcache::text, 'isCycling', s.seqcycle)`;

/** PostgreSQL 18 keeps NOT NULL as a constraint as well, which may be there and not be proven. */
const nullability = `
case when not a.attnotnull then 'null'
  when exists (
    select from pg_constraint n
    where n.conrelid = r.oid and n.contype = 'n' and n.conkey[1] = a.attnum and not n.convalidated
  ) then 'not null not valid'
  else 'not null' end`;

export const columns = `
select json_build_object(
  'kind', 'column', 'table', r.relname, 'name', a.attname, 'comment', col_description(r.oid, a.attnum),
  'type', format_type(a.atttypid, a.atttypmod),
  'nullability', ${nullability},
  'collation', nullif(a.attcollation, t.typcollation)::regcollation::text,
  'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, r.oid, true) end,
  'generated', case when a.attgenerated <> '' then json_build_object(
    'expression', pg_get_expr(d.adbin, r.oid, true),
    'storage', case a.attgenerated when 's' then 'stored' else 'virtual' end,
    'reads', array(
      select read.attname from pg_depend p
      join pg_attribute read on read.attrelid = r.oid and read.attnum = p.refobjsubid
      where p.classid = 'pg_attrdef'::regclass and p.objid = d.oid and p.refclassid = 'pg_class'::regclass
        and p.refobjid = r.oid and read.attnum <> a.attnum order by read.attname)) end,
  'identity', case when a.attidentity <> '' then json_build_object(
    'generated', case a.attidentity when 'a' then 'always' else 'by default' end,
    'sequence', (
      select ${sequenceFacts} from pg_depend p
      join pg_class q on q.oid = p.objid join pg_sequence s on s.seqrelid = q.oid
      where p.classid = 'pg_class'::regclass and p.refclassid = 'pg_class'::regclass and p.deptype = 'i'
        and p.refobjid = r.oid and p.refobjsubid = a.attnum)) end)
from relation r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
order by r.relname, a.attnum`;

/** Those that a partition has from its parent are the parent's. */
export const constraints = `
select json_build_object(
  'kind', 'constraint', 'table', r.relname, 'name', c.conname, 'comment', obj_description(c.oid, 'pg_constraint'),
  'type', case c.contype when 'p' then 'primary key' when 'u' then 'unique' when 'c' then 'check'
    when 'f' then 'foreign key' else 'exclusion' end,
  'definition', regexp_replace(pg_get_constraintdef(c.oid, true), ' NOT VALID$', ''),
  'isValidated', pg_get_constraintdef(c.oid, true) not like '% NOT VALID',
  'isEnforced', not exists (select from pg_trigger g where g.tgconstraint = c.oid and g.tgenabled in ('D', 'R')),
  'columns', array(
    select a.attname from unnest(c.conkey) with ordinality as k (attnum, place)
    join pg_attribute a on a.attrelid = r.oid and a.attnum = k.attnum order by k.place),
  'references', case when c.contype = 'f' then json_build_object(
    'table', (select relname from pg_class where oid = c.confrelid), 'index', (select relname from pg_class where oid = c.conindid)) end,
  'index', case when c.contype in ('p', 'u') then pg_get_indexdef(c.conindid, 0, true) end)
from relation r
join pg_constraint c on c.conrelid = r.oid and c.contype in ('p', 'u', 'c', 'f', 'x') and c.conparentid = 0
order by r.relname, c.conname`;

/** Those of keys are the constraints', and those of a partition its parent's. */
export const indexes = `
select json_build_object(
  'kind', 'index', 'table', r.relname, 'name', c.relname, 'comment', obj_description(c.oid, 'pg_class'),
  'definition', pg_get_indexdef(c.oid, 0, true), 'isValid', ${isWhole},
  'columns', array(
    select distinct a.attname from pg_depend p
    join pg_attribute a on a.attrelid = r.oid and a.attnum = p.refobjsubid
    where p.classid = 'pg_class'::regclass and p.objid = c.oid and p.refclassid = 'pg_class'::regclass
      and p.refobjid = r.oid order by 1))
from relation r
join pg_index i on i.indrelid = r.oid
join pg_class c on c.oid = i.indexrelid and not c.relispartition
where not exists (select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
order by c.relname`;

export const triggers = `
select json_build_object(
  'kind', 'trigger', 'table', r.relname, 'name', g.tgname, 'comment', obj_description(g.oid, 'pg_trigger'),
  'definition', pg_get_triggerdef(g.oid, true)
    || case g.tgenabled when 'D' then ' disabled' when 'R' then ' enable replica' when 'A' then ' enable always' else '' end)
from relation r join pg_trigger g on g.tgrelid = r.oid and not g.tgisinternal and g.tgparentid = 0
order by r.relname, g.tgname`;

/** A view is kept as a rule, too: that one is not. */
export const rules = `
select json_build_object(
  'kind', 'rule', 'table', r.relname, 'name', w.rulename, 'comment', obj_description(w.oid, 'pg_rewrite'),
  'definition', rtrim(pg_get_ruledef(w.oid, true), ';')
    || case w.ev_enabled when 'D' then ' disabled' when 'R' then ' enable replica' when 'A' then ' enable always' else '' end)
from relation r join pg_rewrite w on w.ev_class = r.oid and w.rulename <> '_RETURN'
order by r.relname, w.rulename`;

export const policies = `
select json_build_object(
  'kind', 'policy', 'table', r.relname, 'name', p.polname, 'comment', obj_description(p.oid, 'pg_policy'),
  'definition', 'as ' || case when p.polpermissive then 'permissive' else 'restrictive' end
    || ' for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
    || ' to ' || array_to_string(array(
      select case role when 0 then 'public' else role::regrole::text end from unnest(p.polroles) as role order by role::regrole::text collate "C"), ', ')
    || coalesce(' using (' || pg_get_expr(p.polqual, r.oid, true) || ')', '')
    || coalesce(' with check (' || pg_get_expr(p.polwithcheck, r.oid, true) || ')', ''))
from relation r join pg_policy p on p.polrelid = r.oid
order by r.relname, p.polname`;
