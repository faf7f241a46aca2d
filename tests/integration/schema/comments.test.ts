import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { titleOf } from "../../../src/migrations/catalog/catalog-objects.js";
import { readCatalog } from "../../../src/migrations/catalog/read-catalog.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";
import { membersOf } from "../../support/type-documentation.js";

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

/** Every table and view, and every column of theirs, with its comment. */
async function comments(): Promise<[name: string, comment: string][]> {
  const kinds = ["table", "view", "materialized view", "column"];
  const described = (await readCatalog(client)).filter(({ kind }) => kinds.includes(kind));
  return described.map((object) => [titleOf(object), object.comment ?? ""]);
}

test("every table and every column has a sentence as its comment", async () => {
  const found = await comments();
  expect(found.length).toBeGreaterThan(100);
  expect(found.filter(([, comment]) => !/^[A-Z].*\.$/s.test(comment))).toEqual([]);
});

test("a table or a column without a comment is found", async () => {
  await client.query("begin");
  try {
    await client.query("create table scouts (id int); comment on column plays.pa is null");
    const bare = (await comments()).filter(([, comment]) => comment === "").map(([name]) => name);
    expect(bare.toSorted()).toEqual(["column plays.pa", "column scouts.id", "table scouts"]);
  } finally {
    await client.query("rollback");
  }
});

/** The interfaces that document the columns of a table or view. */
const documented = {
  games: "Game",
  plays: "Play",
  lineups: "LineupEntry",
  game_sessions: "GameSession",
  roster_links: "RosterLink",
  batting_lines: "BattingLine",
  pitching_lines: "PitchingLine",
  fielding_lines: "FieldingLine",
} as const;

/** Columns that the interfaces do not have: those for the operations' own use, and those that are the game's. */
const hidden =
  /^(?:feed_version|state_hash|next_place|next_place_version)$|^(?:batting|pitching|fielding)_lines\.(?:league_id|season|status|game_id)$/;

const camelCased = (text: string) => text.replaceAll(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

test("the comment of each column is the text that an editor shows for its field", async () => {
  const members = membersOf(["index", "stats"]);
  const found = new Map(await comments());
  const differences: string[] = [];
  let compared = 0;
  for (const [table, type] of Object.entries(documented)) {
    const columns = [...found].filter(([name]) => name.startsWith(`column ${table}.`));
    const fields = members.filter((member) => member.type === type);
    for (const [title, comment] of columns) {
      const column = title.slice(`column ${table}.`.length);
      if (hidden.test(column) || hidden.test(`${table}.${column}`)) continue;
      const field = fields.find(({ name }) => name === camelCased(column));
      compared += 1;
      if (field?.documentation !== camelCased(comment))
        differences.push(`${title}: ${comment} | ${type}: ${field?.documentation}`);
    }
  }
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(150);
});
