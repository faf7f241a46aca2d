import type { RuleCases } from "../lint-sql.js";

export const indexCases: Readonly<Record<string, RuleCases>> = {
  "index-without-concurrently": {
    found: [
      [
        "create index plays_hit_idx on plays (game_id, hit)",
        "SHARE on plays",
        "create index concurrently if not exists plays_hit_idx on plays (game_id, hit);",
      ],
      [
        "create unique index plays_hit_key on public.plays (game_id, lower(hit_type)) where hit = 1",
        "SHARE on plays",
        "create unique index concurrently if not exists plays_hit_key on plays (game_id, …) where …;",
      ],
      ["create index on archive.plays (game_id)", "SHARE on archive.plays", "plays_…_idx on archive.plays"],
      [
        "create table if not exists scouts (game_id uuid); create index scouts_game_idx on scouts (game_id)",
        "SHARE on scouts",
        "create index concurrently",
      ],
      [
        ["create table scouts (game_id uuid)", "create index scouts_game_idx on scouts (game_id)"],
        "SHARE on scouts",
        "create index concurrently",
      ],
      [
        "create index scouts_game_idx on scouts (game_id); create table scouts (game_id uuid)",
        "SHARE on scouts",
        "create index concurrently",
      ],
      [
        'create index "Hit" on "Box Scores" ("Game")',
        'SHARE on "Box Scores"',
        'exists "Hit" on "Box Scores" ("Game");',
      ],
    ],
    left: [
      "create index concurrently if not exists plays_hit_idx on plays (game_id, hit)",
      "create table scouts (game_id uuid); create index scouts_game_idx on scouts (game_id)",
      "create table public.scouts (game_id uuid); create index scouts_game_idx on scouts (game_id)",
      "create table scouts as select id from games; create index scouts_game_idx on scouts (id)",
      "create table scouts (game_id uuid); alter table scouts rename to spies; create index spies_idx on spies (game_id)",
      "comment on index plays_id_idx is 'create index x on plays (id)'",
    ],
  },
  "drop-index-without-concurrently": {
    found: [
      [
        "drop index plays_id_idx",
        "ACCESS EXCLUSIVE on the table of plays_id_idx",
        "drop index concurrently if exists plays_id_idx;",
      ],
      [
        "drop index if exists archive.old_idx",
        "archive.old_idx",
        "drop index concurrently if exists archive.old_idx;",
      ],
    ],
    left: [
      "drop index concurrently if exists plays_id_idx",
      "create table scouts (id int); create index scouts_idx on scouts (id); drop index public.scouts_idx",
      "drop view plays_view",
    ],
  },
  "reindex-without-concurrently": {
    found: [
      ["reindex table plays", "SHARE on the table", "reindex table concurrently plays;"],
      [
        "reindex index plays_id_idx",
        "ACCESS EXCLUSIVE on the index",
        "reindex index concurrently plays_id_idx;",
      ],
      ["reindex schema public", "SHARE on the table", "reindex schema concurrently public;"],
      ["reindex (concurrently off) table plays", "SHARE on the table", "reindex table concurrently plays;"],
    ],
    left: [
      "reindex table concurrently plays",
      "reindex (concurrently) index plays_id_idx",
      "create table scouts (id int); reindex table scouts",
      "create table scouts (id int); create index scouts_idx on scouts (id); reindex index scouts_idx",
    ],
  },
};
