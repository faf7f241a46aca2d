/** Not all of these are true for an index whose CREATE INDEX CONCURRENTLY failed or has not finished. */
const isWhole = "i.indisvalid and i.indisready and i.indislive";

/** Tables, views and the objects that belong to them, as JSON. Each query reads `relation`, the schema's own tables. */
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

/** The parameters of a sequence, from `pg_sequence s` and its `pg_class q`. */
const sequenceFacts = `json_build_object(
  'name', q.relname, 'type', format_type(s.seqtypid, null), 'increment', s.seqincrement::text, 'start', s.seqstart::text,
  'smallest', s.seqmin::text, 'largest', s.seqmax::text, 'cache', s.seqcache::text, 'isCycling', s.seqcycle)`;

/** PostgreSQL 18 also stores NOT NULL as a constraint, which may not be validated yet. */
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

/** Constraints that a partition inherits are listed with the parent. */
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

/** Indexes of keys are listed with their constraints, those of a partition with its parent. */
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

/** A view is stored as a rule too; that one is left out. */
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

/** True for an object that does not belong to an extension. */
const isOurs = (catalog: string, oid: string) =>
  `not exists (select from member m where m.classid = '${catalog}'::regclass and m.objid = ${oid})`;

/** Sequences of identity columns are listed with the column; those of other schemas and of the history tables are left out. */
export const sequences = `
select json_build_object(
  'kind', 'sequence', 'table', r.relname, 'name', q.relname, 'comment', obj_description(q.oid, 'pg_class'),
  'facts', ${sequenceFacts}, 'isUnlogged', q.relpersistence = 'u', 'owner', a.attname)
from pg_class q
join schema n on n.oid = q.relnamespace
join pg_sequence s on s.seqrelid = q.oid
left join pg_depend p on p.classid = 'pg_class'::regclass and p.objid = q.oid
  and p.refclassid = 'pg_class'::regclass and p.deptype in ('a', 'i')
left join relation r on r.oid = p.refobjid
left join pg_attribute a on a.attrelid = r.oid and a.attnum = p.refobjsubid
where (p.objid is null or p.deptype = 'a' and r.oid is not null) and ${isOurs("pg_class", "q.oid")}
order by q.relname`;

const domainDefinition = `
format_type(t.typbasetype, t.typtypmod)
  || coalesce(' collate ' || (
    select nullif(t.typcollation, b.typcollation)::regcollation::text from pg_type b where b.oid = t.typbasetype), '')
  || case when t.typnotnull then ' not null' else '' end
  || coalesce(' default ' || t.typdefault, '')
  || coalesce((
    select string_agg(format(' constraint %I ', k.conname) || pg_get_constraintdef(k.oid, true), '' order by k.conname)
    from pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '')`;

const compositeDefinition = `
coalesce((
  select string_agg(format('%I ', a.attname) || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
  from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped), '')`;

/** PostgreSQL creates row types, array types and multirange types itself: they are left out. */
export const types = `
select json_build_object(
  'kind', 'type', 'table', null, 'name', t.typname, 'comment', obj_description(t.oid, 'pg_type'),
  'form', case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'c' then 'composite' else 'range' end,
  'labels', array(select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder),
  'definition', case t.typtype
    when 'd' then ${domainDefinition}
    when 'c' then ${compositeDefinition}
    when 'r' then (select format_type(g.rngsubtype, null) from pg_range g where g.rngtypid = t.oid)
    else '' end)
from pg_type t
join schema n on n.oid = t.typnamespace
where (t.typtype in ('e', 'd', 'r') or t.typtype = 'c' and (select relkind from pg_class where oid = t.typrelid) = 'c')
  and ${isOurs("pg_type", "t.oid")}
order by t.typname`;

const aggregateDefinition = `
(select format('sfunc = %s, stype = %s', g.aggtransfn, format_type(g.aggtranstype, null))
  || coalesce(', finalfunc = ' || nullif(g.aggfinalfn::oid, 0)::regproc::text, '')
  || coalesce(', initcond = ' || quote_literal(g.agginitval), '')
  from pg_aggregate g where g.aggfnoid = f.oid)`;

/** The constructors of a range type belong to the type: they are left out. */
export const functions = `
select json_build_object(
  'kind', case f.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, 'table', null,
  'name', f.oid::regprocedure::text, 'comment', obj_description(f.oid, 'pg_proc'),
  'definition', case f.prokind
    when 'a' then ${aggregateDefinition}
    else replace(pg_get_functiondef(f.oid),
      'CREATE OR REPLACE ' || case f.prokind when 'p' then 'PROCEDURE ' else 'FUNCTION ' end || quote_ident(n.nspname) || '.',
      'create ' || case f.prokind when 'p' then 'procedure ' else 'function ' end) end)
from pg_proc f
join schema n on n.oid = f.pronamespace
where ${isOurs("pg_proc", "f.oid")}
  and not exists (select from pg_depend p where p.classid = 'pg_proc'::regclass and p.objid = f.oid and p.deptype = 'i')
order by f.oid::regprocedure::text collate "C"`;

export const statisticsObjects = `
select json_build_object(
  'kind', 'statistics object', 'table', r.relname, 'name', x.stxname, 'comment', obj_description(x.oid, 'pg_statistic_ext'),
  'definition', replace(pg_get_statisticsobjdef(x.oid), format('CREATE STATISTICS %I.%I ', n.nspname, x.stxname), ''))
from relation r
join pg_statistic_ext x on x.stxrelid = r.oid
join schema n on n.oid = x.stxnamespace
order by x.stxname`;

const rareCatalogs = [
  "pg_operator",
  "pg_opclass",
  "pg_opfamily",
  "pg_collation",
  "pg_conversion",
  "pg_ts_config",
  "pg_ts_dict",
  "pg_ts_parser",
  "pg_ts_template",
];

/** Rarely used kinds of objects: only their names are compared. */
export const rareObjects = `
select json_build_object(
  'kind', o.type, 'table', null, 'name', replace(o.identity, quote_ident(n.nspname) || '.', ''),
  'comment', obj_description(p.objid, p.classid::regclass::name), 'definition', o.type)
from pg_depend p
join schema n on n.oid = p.refobjid
cross join lateral pg_identify_object(p.classid, p.objid, 0) o
where p.refclassid = 'pg_namespace'::regclass
  and p.classid in (${rareCatalogs.map((name) => `'${name}'::regclass`).join(", ")})
  and not exists (select from member m where m.classid = p.classid and m.objid = p.objid)
order by o.type, o.identity`;
