import type { RuleCases } from "../lint-sql.js";

const forty = "plays_with_a_name_that_is_forty_letters_";

export const shardingCases: Readonly<Record<string, RuleCases>> = {
  "key-without-game-id": {
    found: [
      [
        "create table scouts (id int primary key)",
        "the primary key of scouts (id)",
        "primary key (game_id, id)",
      ],
      [
        "create table scouts (game_id uuid, id int, constraint a primary key (id))",
        "primary key a",
        "put the game",
      ],
      [
        "create table scouts (game_id uuid, id int, unique (id))",
        "scouts cannot be distributed",
        "unique (game_id, id)",
      ],
      [
        "alter table games add constraint games_name_key unique (home_team_name)",
        "does not hold id",
        "(id, home_team_name)",
      ],
      [
        "alter table games add constraint games_game_key unique (game_id)",
        "does not hold id",
        "unique (id, game_id)",
      ],
      [
        "create unique index plays_id_key on plays (id)",
        "unique index plays_id_key",
        "on plays (game_id, id);",
      ],
      [
        "create unique index plays_id_key on plays (id) include (game_id)",
        "unique index plays_id_key",
        "(game_id, id)",
      ],
      [
        "create unique index plays_id_key on plays ((game_id::text), id)",
        "unique index plays_id_key",
        "(game_id, id)",
      ],
      [
        "create unique index concurrently if not exists a on plays (id)",
        "unique index a",
        "on plays (game_id, id);",
      ],
      [
        "alter table plays add constraint a exclude using gist (span with &&)",
        "exclusion constraint a",
        "game_id with =",
      ],
      [
        "alter table plays add constraint a exclude using gist (game_id with <>)",
        "constraint a",
        "game_id with =",
      ],
      [
        "alter table plays add constraint a foreign key (scout_id) references scouts (id) not valid",
        "foreign key a",
        "foreign key (game_id, scout_id) references scouts (game_id, …)",
      ],
      [
        "alter table plays add constraint a foreign key (game_id, b) references lineups (id, game_id) not valid",
        "on both sides",
        "references lineups (game_id, …)",
      ],
      [
        "alter table plays add scout_id int references scouts",
        "the foreign key of plays (scout_id)",
        "put the game",
      ],
      [
        "create table scouts (game_id uuid references games (league_id))",
        "foreign key",
        "references games (id)",
      ],
    ],
    left: [
      "create table scouts (game_id uuid, id int, primary key (game_id, id), unique (id, game_id))",
      "create table scouts (game_id uuid primary key references games)",
      "create table scouts (game_id uuid references games (id))",
      "alter table games add constraint a unique (home_team_name, id)",
      "alter table plays add constraint a unique using index b",
      "alter table plays add constraint a exclude using gist (span with &&, game_id with =)",
      "alter table plays add constraint a foreign key (scout_id, game_id) references scouts (id, game_id) not valid",
      "alter table plays add constraint a foreign key (scout_id, game_id) references scouts not valid",
      "alter table games add constraint a foreign key (winner, id) references scouts (id, game_id) not valid",
      "create index concurrently if not exists a on plays (id)",
      "create unique index concurrently if not exists a on plays (id, game_id) where hit = 1",
    ],
  },
  "initially-deferred": {
    found: [
      [
        "alter table plays add constraint a unique (game_id) deferrable initially deferred",
        "checked at commit",
        "leave `deferrable initially deferred` out",
      ],
      [
        "create table scouts (game_id uuid references games deferrable initially deferred)",
        "checked at commit",
        "leave",
      ],
      [
        "alter table plays alter constraint plays_game_fkey deferrable initially deferred",
        "checked at commit",
        "leave",
      ],
    ],
    left: [
      "alter table plays add constraint a unique (game_id) deferrable",
      "alter table plays add constraint a unique (game_id) deferrable initially immediate",
      "alter table plays alter constraint plays_game_fkey not deferrable",
    ],
  },
  trigger: {
    found: [
      [
        "create trigger a after insert on plays for each row execute function count_plays()",
        "SHARE ROW EXCLUSIVE on plays",
        "in the statement that writes the row",
      ],
      [
        "create table scouts (id int); create constraint trigger a after insert on scouts for each row execute function b()",
        "takes no triggers",
        "in the statement",
      ],
    ],
    left: ["create function count_plays() returns trigger language plpgsql as 'begin return new; end'"],
  },
  "foreign-key-sets-column": {
    found: [
      [
        "alter table plays add constraint a foreign key (game_id, b) references lineups on delete set null (b) not valid",
        "The foreign key a sets columns to null",
        "references lineups (…) on delete cascade",
      ],
      [
        "create table scouts (game_id uuid references games on delete set default)",
        "foreign key",
        "on delete cascade",
      ],
      [
        "create table scouts (game_id uuid references games on update set null)",
        "foreign key",
        "on delete cascade",
      ],
      [
        "alter table plays add constraint a foreign key (game_id) references games on update cascade not valid",
        "follows a key that changes",
        "no action",
      ],
    ],
    left: [
      "create table scouts (game_id uuid references games on delete cascade on update restrict)",
      "alter table plays add constraint a foreign key (game_id) references games not valid",
    ],
  },
  unnamed: {
    found: [
      ["create index on plays (game_id)", "an index on plays", "create index plays_…_idx on plays (…);"],
      [
        "alter table plays add check (hit > 0) not valid",
        "the CHECK constraint of plays",
        "constraint plays_check check (…)",
      ],
      [
        "alter table plays add spin int check (spin > 0)",
        "CHECK constraint of plays (spin)",
        "constraint plays_spin_check check (…)",
      ],
      [
        "create table scouts (game_id uuid primary key)",
        "the primary key of scouts",
        "constraint scouts_pkey",
      ],
      [
        "create table scouts (game_id uuid references games)",
        "the foreign key of scouts",
        "scouts_game_id_fkey",
      ],
      [
        "alter table plays add unique (game_id, id)",
        "the unique constraint of plays",
        "plays_game_id_id_key",
      ],
      [
        "alter table plays add exclude using gist (game_id with =)",
        "exclusion constraint",
        "plays_game_id_excl",
      ],
    ],
    left: [
      "create index plays_game_idx on plays (game_id)",
      "alter table plays add constraint plays_rule check (hit > 0) not valid",
      "alter table plays add unique using index plays_one_key",
      "create table scouts (game_id uuid constraint scouts_pkey primary key, id int not null default 1)",
      "alter table plays alter wpa set not null",
    ],
  },
  "long-name": {
    found: [
      [`create index ${forty} on plays (id)`, "has 40 characters", "less than 40"],
      [
        `alter table plays add constraint ${forty} check (true) not valid`,
        "has 40 characters",
        "less than 40",
      ],
      [
        `alter table plays add spin int constraint ${forty} not null default 1`,
        "has 40 characters",
        "less than 40",
      ],
      [`alter table plays rename constraint plays_pkey to ${forty}`, "has 40 characters", "less than 40"],
      [`alter index plays_id_idx rename to ${forty}x`, "has 41 characters", "less than 40"],
    ],
    left: [
      `create index ${forty.slice(1)} on plays (id)`,
      `alter table plays add constraint ${forty.slice(1)} check (true) not valid`,
      `alter table plays rename wpa to ${forty}`,
      `create table ${forty} (game_id uuid)`,
    ],
  },
  "identity-not-bigint": {
    found: [
      [
        "create table scouts (id int generated always as identity)",
        "scouts.id is int4",
        "id bigint generated",
      ],
      ["alter table plays add x smallint generated by default as identity", "plays.x is int2", "x bigint"],
      ["alter table plays alter hit add generated always as identity", "plays.hit is int2", "hit bigint"],
    ],
    left: [
      "create table scouts (id bigint generated always as identity, age int)",
      "alter table plays alter id add generated always as identity",
      "alter table elsewhere alter id add generated always as identity",
    ],
  },
  serial: {
    found: [
      [
        "create table scouts (id serial)",
        "id takes its number from a sequence",
        "id bigint generated always as identity",
      ],
      ["alter table plays add x bigserial", "x takes its number", "x bigint generated"],
      [
        "create table scouts (id bigint default nextval('numbers'::regclass))",
        "id takes its number",
        "id bigint",
      ],
      ["alter table plays alter id set default nextval('numbers') + 1", "id takes its number", "id bigint"],
    ],
    left: [
      "create table scouts (id bigint generated always as identity, name text default lower('A'))",
      "alter table plays alter hit set default 1, alter wpa drop default",
    ],
  },
  "inline-foreign-key": {
    found: [
      [
        "create table scouts (game_id uuid, constraint a foreign key (game_id) references games (id))",
        "SHARE ROW EXCLUSIVE on games",
        "alter table scouts add constraint a foreign key (game_id) references games (id);",
      ],
      [
        "create table scouts (game_id uuid references games)",
        "must not reference games",
        "constraint scouts_game_id_fkey",
      ],
      [
        ["create table clubs (game_id uuid)", "create table scouts (game_id uuid references clubs)"],
        "must not reference clubs",
        "alter table scouts",
      ],
    ],
    left: [
      "create table clubs (game_id uuid); create table scouts (game_id uuid references clubs (game_id))",
      "create table scouts (game_id uuid, id int, boss int, foreign key (game_id, boss) references scouts)",
      "create table scouts (game_id uuid); alter table scouts add constraint a foreign key (game_id) references games (id)",
      "alter table plays add constraint a foreign key (game_id) references games not valid",
    ],
  },
};
