import type { RuleCases } from "../lint-sql.js";

export const tableCases: Readonly<Record<string, RuleCases>> = {
  "refresh-without-concurrently": {
    found: [
      [
        "refresh materialized view standings",
        "ACCESS EXCLUSIVE on standings",
        "refresh materialized view concurrently standings;",
      ],
    ],
    left: [
      "refresh materialized view concurrently standings",
      "create materialized view standings as select 1 as id with no data; refresh materialized view standings",
    ],
  },
  cluster: {
    found: [
      ["cluster plays using plays_pkey", "ACCESS EXCLUSIVE", "pg_repack"],
      ["cluster", "ACCESS EXCLUSIVE", "leave it out"],
    ],
    left: [
      "create table scouts (id int); create index scouts_idx on scouts (id); cluster scouts using scouts_idx",
      "alter table plays cluster on plays_pkey",
    ],
  },
  "vacuum-full": {
    found: [
      ["vacuum full plays", "ACCESS EXCLUSIVE", "vacuum (analyze) plays;"],
      ["vacuum (full, analyze)", "ACCESS EXCLUSIVE", "vacuum (analyze);"],
    ],
    left: ["vacuum plays", "vacuum (full off, analyze) plays", "vacuum (full false) plays", "analyze plays"],
  },
  "table-rewrite": {
    found: [
      ["alter table plays set unlogged", "SET UNLOGGED holds, on plays, ACCESS EXCLUSIVE", "new table"],
      ["alter table plays set logged", "SET LOGGED holds, on plays, ACCESS EXCLUSIVE", "new table"],
      [
        "alter table plays set tablespace fast",
        "SET TABLESPACE holds, on plays, ACCESS EXCLUSIVE",
        "new table",
      ],
      ["alter table plays set access method columnar", "SET ACCESS METHOD holds, on plays", "new table"],
      ["alter table all in tablespace fast set tablespace slow", "table after table", "new table"],
    ],
    left: [
      "create table scouts (id int); alter table scouts set unlogged",
      "alter table plays set (fillfactor = 80)",
    ],
  },
  truncate: {
    found: [
      ["truncate plays", "ACCESS EXCLUSIVE on plays", "delete from plays where"],
      [
        "truncate only archive.plays cascade",
        "ACCESS EXCLUSIVE on archive.plays",
        "delete from archive.plays",
      ],
    ],
    left: ["create table scouts (id int); truncate scouts", "delete from plays where game_id is null"],
  },
  "drop-table": {
    found: [
      ["drop table roster_links", "ACCESS EXCLUSIVE on roster_links", "-- lint: allow drop-table, because"],
      ["drop table if exists archive.plays", "ACCESS EXCLUSIVE on archive.plays", "names archive.plays"],
    ],
    left: ["create table scouts (id int); drop table scouts", "drop view standings"],
  },
  "rename-table": {
    found: [
      [
        "alter table roster_links rename to rosters",
        "ACCESS EXCLUSIVE on roster_links",
        "create view roster_links as select * from rosters;",
      ],
      [
        "alter table roster_links set schema archive",
        "code that says archive.roster_links fails before",
        "create view roster_links as select * from archive.roster_links;",
      ],
    ],
    left: [
      "create table scouts (id int); alter table scouts rename to spies; alter table spies set schema archive",
      "alter index plays_id_idx rename to plays_idx",
    ],
  },
  "drop-column": {
    found: [
      [
        "alter table plays drop column wpa",
        "ACCESS EXCLUSIVE on plays",
        "-- lint: allow drop-column, because no code since <release> names wpa",
      ],
      ['alter table plays add x int, drop "Wpa"', 'plays."Wpa"', 'alter column "Wpa" drop not null'],
    ],
    left: [
      "create table scouts (id int, age int); alter table scouts drop column age",
      "alter table plays alter column wpa drop default",
      "alter type person drop attribute wpa",
    ],
  },
  "rename-column": {
    found: [["alter table plays rename wpa to win", "ACCESS EXCLUSIVE on plays", "add column win …;"]],
    left: [
      "create table scouts (id int, age int); alter table scouts rename age to years",
      "alter table plays rename constraint plays_pkey to plays_key",
      "alter type person rename attribute wpa to win",
    ],
  },
  "lock-table": {
    found: [
      ["lock table plays", "ACCESS EXCLUSIVE on plays", "for update;"],
      ["lock plays, games in share mode", "SHARE on games", "from games"],
    ],
    left: [
      "lock table plays in access share mode",
      "lock table plays in row exclusive mode",
      "create table scouts (id int); lock table scouts",
    ],
  },
  "several-tables-locked": {
    found: [
      [
        "alter table games add x int; alter table plays add x int",
        "ACCESS EXCLUSIVE on games while it waits for plays",
        "a migration file for each table: plays",
      ],
      ["drop table plays, games", "on plays while it waits for games", "a migration file for each table"],
      [
        "truncate plays; lock table lineups; alter table games rename to matches",
        "on plays, lineups while it waits for games",
        "games in the next one",
      ],
    ],
    left: [
      "alter table games add x int; alter table games add y int",
      "alter table games add x int; alter table plays validate constraint plays_rule",
      "create table scouts (id int); alter table scouts add x int; alter table games add x int",
      "alter table games add x int; create table scouts (id int); alter table scouts add x int",
      "alter table games add x int; alter table plays add constraint a foreign key (b) references c not valid",
      "alter table games add x int; create index plays_x_idx on plays (game_id, x)",
      "drop index concurrently if exists a; drop table if exists plays; drop table if exists games",
      ["alter table games add x int", "alter table plays add x int"],
    ],
  },
  "update-without-where": {
    found: [
      ["update plays set wpa = 0", "ROW EXCLUSIVE", "update plays set … where … in"],
      ["with moved as (update plays set wpa = 0 returning 1) select 1 from moved", "of plays", "limit"],
    ],
    left: [
      "update plays set wpa = 0 where wpa is null",
      "create table scouts (id int); update scouts set id = 1",
      "create function reset() returns void begin atomic update plays set wpa = 0; end",
      "insert into games (id) values (null) on conflict (id) do update set inning = 1",
    ],
  },
  "delete-without-where": {
    found: [["delete from plays", "ROW EXCLUSIVE", "delete from plays where … in"]],
    left: [
      "delete from plays where wpa is null",
      "create table scouts (id int); delete from scouts",
      "create function reset() returns void begin atomic delete from plays; end",
    ],
  },
};
