import type { RuleCases } from "../lint-sql.js";

const present = "alter table plays add constraint plays_wpa_present check (wpa is not null) not valid";
const validated = "alter table plays validate constraint plays_wpa_present";
const setNotNull = "alter table plays alter column wpa set not null";

export const constraintCases: Readonly<Record<string, RuleCases>> = {
  "constraint-without-not-valid": {
    found: [
      [
        "alter table plays add constraint plays_wpa_rule check (wpa > 0)",
        "ACCESS EXCLUSIVE on plays",
        "alter table plays validate constraint plays_wpa_rule;",
      ],
      [
        "alter table plays add constraint plays_scout_fkey foreign key (game_id, scout_id) references scouts (game_id, id)",
        "SHARE ROW EXCLUSIVE on plays and on scouts",
        "add constraint plays_scout_fkey foreign key (game_id, scout_id) references scouts (game_id, id) not valid;",
      ],
      [
        "alter table plays add spin int check (spin > 0)",
        "ACCESS EXCLUSIVE on plays",
        "add the column alone",
      ],
      [
        "alter table plays add spin int default 1 references scouts",
        "SHARE ROW EXCLUSIVE on plays",
        "plays_spin_fkey",
      ],
    ],
    left: [
      "alter table plays add constraint plays_wpa_rule check (wpa > 0) not valid",
      "alter table plays add foreign key (game_id) references games (id) not valid",
      "alter table plays add constraint plays_wpa_rule check (wpa > 0) not enforced",
      "alter table plays add spin int references scouts",
      "create table scouts (id int); alter table scouts add foreign key (id) references games (id), add check (id > 0)",
    ],
  },
  "unique-without-using-index": {
    found: [
      [
        "alter table plays add constraint plays_one_key unique (game_id, id)",
        "ACCESS EXCLUSIVE on plays",
        "create unique index concurrently if not exists plays_one_key on plays (game_id, id);",
      ],
      [
        "alter table plays add primary key (game_id, id)",
        "the primary key of plays (game_id, id)",
        "alter table plays add constraint plays_pkey primary key using index plays_pkey;",
      ],
      [
        "alter table plays add spin int unique",
        "ACCESS EXCLUSIVE on plays",
        "unique using index plays_spin_key;",
      ],
    ],
    left: [
      "alter table plays add constraint plays_one_key unique using index plays_one_key",
      "alter table plays add constraint plays_pkey primary key using index plays_one_key",
      "create table scouts (id int); alter table scouts add primary key (id)",
    ],
  },
  "exclusion-constraint": {
    found: [
      [
        "alter table plays add constraint plays_apart exclude using gist (game_id with =, span with &&)",
        "ACCESS EXCLUSIVE on plays",
        "a new table",
      ],
    ],
    left: [
      "create table scouts (game_id uuid, span int4range); alter table scouts add exclude using gist (span with &&)",
      "create table scouts (game_id uuid, span int4range, exclude using gist (span with &&))",
    ],
  },
  "validate-in-same-transaction": {
    found: [
      [`${present}; ${validated}`, "held until commit", validated],
      [`${present}, validate constraint plays_wpa_present`, "SHARE ROW EXCLUSIVE on both tables", validated],
    ],
    left: [
      [present, validated],
      "alter table plays add constraint a check (wpa > 0); alter table plays validate constraint a",
      `${present}; alter table lineups validate constraint plays_wpa_present`,
      `create table scouts (id int); alter table scouts add constraint a check (id > 0) not valid;
       alter table scouts validate constraint a`,
    ],
  },
  "set-not-null": {
    found: [
      [
        setNotNull,
        "ACCESS EXCLUSIVE on plays",
        "alter table plays add constraint plays_wpa_present check (wpa is not null) not valid;",
      ],
      [[present, setNotNull], "ACCESS EXCLUSIVE", "validate constraint plays_wpa_present;"],
      [`${present}; ${setNotNull}`, "ACCESS EXCLUSIVE", "validate"],
      [
        [present, validated, "alter table plays drop constraint plays_wpa_present", setNotNull],
        "ACCESS EXCLUSIVE",
        "validate",
      ],
      [
        [present, "alter table plays validate constraint plays_other", setNotNull],
        "ACCESS EXCLUSIVE",
        "validate",
      ],
      [
        [present, validated, "alter table plays alter re24 set not null"],
        "ACCESS EXCLUSIVE",
        "(re24 is not null)",
      ],
      [
        [present, validated, "alter table lineups alter wpa set not null"],
        "on lineups",
        "lineups_wpa_present",
      ],
      [
        ["alter table plays add constraint a check (wpa is not null or hit = 1)", setNotNull],
        "ACCESS EXCLUSIVE",
        "validate",
      ],
      [
        ["alter table plays add constraint a check (wpa is null)", setNotNull],
        "ACCESS EXCLUSIVE",
        "validate",
      ],
      ["alter table plays add constraint a not null wpa", "ACCESS EXCLUSIVE on plays", "validate"],
      [
        ["create table scouts (id int)", "alter table scouts alter id set not null"],
        "on scouts",
        "scouts_id_present",
      ],
      [
        [
          "create table scouts (id int check (id is not null))",
          "drop table scouts; create table scouts (id int)",
          "alter table scouts alter id set not null",
        ],
        "on scouts",
        "scouts_id_present",
      ],
    ],
    left: [
      [present, validated, setNotNull],
      [present, `${validated}; ${setNotNull}; alter table plays drop constraint plays_wpa_present`],
      [
        "alter table plays add constraint a check (re24 > 0 and (plays.wpa is not null and hit = 1))",
        setNotNull,
      ],
      [
        "alter table plays add constraint a not null wpa not valid",
        "alter table plays validate constraint a",
        setNotNull,
      ],
      ["create table scouts (id int check (id is not null))", "alter table scouts alter id set not null"],
      [
        "create table scouts (id int check (id is not null))",
        "alter table scouts rename to spies",
        "alter table spies alter id set not null",
      ],
      "create table scouts (id int); alter table scouts alter id set not null",
      "alter table plays add constraint a not null wpa not valid",
      "alter table plays alter hit drop not null",
    ],
  },
};
