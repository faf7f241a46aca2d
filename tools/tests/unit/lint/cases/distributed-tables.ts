import type { RuleCases } from "../lint-sql.js";

export const distributedTableCases: Readonly<Record<string, RuleCases>> = {
  "distributed-statement": {
    found: [
      [
        "update games set started_at = clock_timestamp() where status = 'active'",
        "a volatile function in an UPDATE",
        "the value as a parameter",
      ],
      [
        "with made as (insert into lineups (game_id) values ('01920000-0000-7000-8000-000000000001') returning id) select id from made",
        "an INSERT that is a part of another statement",
        "a statement of its own",
      ],
      [
        "insert into game_sessions (game_id, state_snapshot) select gen_random_uuid(), '{}' from games",
        "whose game is not a table's column",
        "takes the game from a table",
      ],
      [
        "select from games for update",
        "a row lock on games that are not known",
        "one statement for each game",
      ],
      [
        "create view leagues as select league_id, count(*) from games group by cube (league_id)",
        "GROUPING SETS, ROLLUP or CUBE",
        "a query for each grouping",
      ],
      [
        "delete from plays where ctid in (select ctid from plays limit 5)",
        "by their ctid",
        "the primary key",
      ],
    ],
    left: [
      "update games set season = '2020' where season is null",
      "insert into game_sessions (game_id, state_snapshot) select id, '{}' from games",
      "create view leagues as select league_id, count(*) from games group by league_id",
      "create view leagues as select league_id, count(*) from games group by cube (league_id); drop view leagues",
      "create function later() returns int language sql as 'select count(*)::int from games group by cube (league_id)'",
    ],
  },
  "distributed-action": {
    found: [
      ["alter table plays alter hit set statistics 500", "(set statistics)", "leave it out"],
      ["alter table plays alter result_description set storage external", "(set storage)", "leave it out"],
      ["alter table plays alter on_base_code drop expression", "(drop expression)", "leave it out"],
      ["alter table plays set tablespace fast", "(set table space)", "leave it out"],
      ["alter table plays cluster on plays_pkey", "(cluster on)", "leave it out"],
      ["alter table plays inherit scouts", "(add inherit)", "leave it out"],
      ["alter table plays alter constraint plays_game_fkey deferrable", "(alter constraint)", "leave it out"],
    ],
    left: [
      "alter table plays add spin int, drop column wpa, alter hit set default 1, alter hit drop not null",
      "alter table plays add constraint a check (hit > 0) not valid",
      "alter table plays validate constraint a",
      "alter table plays set (fillfactor = 80)",
      "alter table plays replica identity full",
    ],
  },
  "game-column": {
    found: [
      ["alter table plays drop column game_id", "is what the table is distributed by", "make another table"],
      [
        "alter table games alter id type text",
        "games.id is what the table is distributed by",
        "make another table",
      ],
    ],
    left: ["alter table plays drop column id", "alter table games alter season type varchar(40)"],
  },
  "added-identity": {
    found: [
      [
        "alter table plays add number bigint generated always as identity",
        "adds no identity column to plays",
        "number bigint generated always as identity",
      ],
      [
        "create table scouts (game_id uuid); alter table scouts add id bigint generated always as identity",
        "adds no identity column to scouts",
        "make it with its table",
      ],
    ],
    left: ["create table scouts (game_id uuid, id bigint generated always as identity)"],
  },
  "renamed-constraint": {
    found: [
      [
        "alter table plays rename constraint plays_check to plays_rules",
        "does not rename a constraint of plays",
        "drop it",
      ],
    ],
    left: ["alter index plays_number_idx rename to plays_numbers_idx", "alter table plays rename wpa to win"],
  },
  "several-dropped": {
    found: [
      ["drop index plays_a_idx, plays_b_idx", "one at a time", "drop index plays_b_idx;"],
      ["drop view batting_lines, pitching_lines", "one at a time", "drop view batting_lines;"],
    ],
    left: ["drop index plays_a_idx; drop index plays_b_idx", "drop table scouts, clubs"],
  },
  "inherited-table": {
    found: [["create table old_games () inherits (games)", "inherits", "like … including all"]],
    left: ["create table scouts (like games including all)"],
  },
};
