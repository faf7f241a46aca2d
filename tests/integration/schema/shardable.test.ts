import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { needs } from "../../support/needs.js";
import { shardableRules, violations } from "../../support/shardable-rules.js";
import { createTestDatabase, isOnCitus, type TestDatabase } from "../../support/test-database.js";

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

const onOneServer = needs(
  !isOnCitus,
  "Citus has triggers and sequences of its own, and checks the rules itself",
);

test.each(Object.keys(shardableRules))("%s", onOneServer, async (rule) => {
  expect(await violations(client, rule)).toEqual([]);
});

/** For each rule, changes that break it, and what is to be found. */
const seeds: [rule: string, change: string, found: string][] = [
  [
    "1: every primary key and unique constraint contains the game",
    "alter table plays drop constraint plays_pkey, add constraint plays_pkey primary key (id)",
    "plays_pkey",
  ],
  [
    "1: every primary key and unique constraint contains the game",
    "alter table games add constraint by_name unique (home_team_name)",
    "by_name",
  ],
  ["1: every unique index contains the game", "create unique index loose on lineups (team_id, id)", "loose"],
  [
    "1: every unique index contains the game",
    "create unique index loose on lineups (id) include (game_id)",
    "loose",
  ],
  [
    "1: every unique index contains the game",
    "create unique index loose on lineups ((game_id::text), id)",
    "loose",
  ],
  [
    "1: every foreign key has the game at the same position on both sides",
    "alter table roster_links add unique (id), add constraint loose foreign key (id) references roster_links (id)",
    "loose",
  ],
  [
    "1: every foreign key has the game at the same position on both sides",
    `alter table plays add other uuid, add constraint loose foreign key (other, batter_id) references lineups (game_id, id)`,
    "loose",
  ],
  ["1: every table has a primary key", "create table scouts (game_id uuid)", "scouts"],
  [
    "2: nothing is deferred",
    "alter table plays alter constraint plays_batter_fkey deferrable initially deferred",
    "plays_batter_fkey",
  ],
  [
    "3: there are no triggers",
    "create trigger extra before update on plays for each row execute function suppress_redundant_updates_trigger()",
    "extra",
  ],
  [
    "3: no foreign key sets to null or to a default",
    `alter table lineups drop constraint lineups_replacing_fkey, add constraint lineups_replacing_fkey
      foreign key (game_id, replacing_id) references lineups (game_id, id) on delete set null (replacing_id)`,
    "lineups_replacing_fkey",
  ],
  [
    "3: names of constraints are short",
    "alter table plays add constraint a_name_that_is_forty_characters_long_xxx check (true)",
    "a_name_that_is_forty_characters_long_xxx",
  ],
  [
    "3: names of indexes are short",
    "create index an_index_that_is_forty_characters_long_x on plays (game_id)",
    "an_index_that_is_forty_characters_long_x",
  ],
  [
    "4: identity columns are bigint",
    "create table scouts (id int generated always as identity)",
    "scouts.id",
  ],
  [
    "4: no column takes its number from a sequence by itself",
    "create table scouts (id bigserial)",
    "scouts nextval('scouts_id_seq'::regclass)",
  ],
];

describe("a change that would break a rule is found", onOneServer, () => {
  test.each(seeds)("%s, by: %s", async (rule, change, found) => {
    await client.query("begin");
    try {
      await client.query(change);
      expect(await violations(client, rule)).toContain(found);
    } finally {
      await client.query("rollback");
    }
  });

  test("for every rule", () => {
    expect([...new Set(seeds.map(([rule]) => rule))].toSorted()).toEqual(
      Object.keys(shardableRules).toSorted(),
    );
  });
});
