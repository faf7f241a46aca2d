import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { lineups, plays } from "../../../src/models/schema.js";
import { build, uniquelyNamed } from "../../../src/statements/statement.js";

const batter = alias(lineups, "batter");
const selectList = (query: { toSQL(): { sql: string } }) =>
  /select (.*) from "plays"/.exec(query.toSQL().sql)?.[1];

test("a column keeps its name; a repeated name and an expression get a name by position", () => {
  const fields = {
    play: { id: plays.id, gameId: plays.gameId },
    batter: { id: batter.id, playerName: batter.playerName },
    count: sql`count(*)`,
    given: sql`1`.as("one"),
    again: sql`2`.as("one"),
  };
  expect(selectList(build.select(fields).from(plays).innerJoin(batter, sql`true`))).toBe(
    '"plays"."id", "plays"."game_id", "batter"."id" as "batter.id", "batter"."player_name", count(*) as "count", 1 as "one", 2 as "again"',
  );
});

test("without a list every column is selected, as Drizzle does it", () => {
  expect(selectList(build.select().from(plays))).toMatch(/^"game_id", "play_number", "id", /);
});

test("fields without a duplicate stay the same", () => {
  const fields = { id: plays.id, batter: { playerName: batter.playerName } };
  expect(uniquelyNamed(fields)).toEqual(fields);
});
