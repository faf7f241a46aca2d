import { expect, test } from "vitest";
import { TouchedGames, unseenWrites } from "../../../src/session/game-changes.js";
import { sampleGameId } from "../../support/sample-inputs.js";
import { statements, values } from "../../support/statements.js";

const writing = statements.filter(({ access }) => access === "write");

test("the writes that wake nobody are those that count no change of the game", () => {
  const isSeen = ({ name, text }: { name: string; text: string }) =>
    /feed_version"? \+ 1/.test(text) || name === "createGame" || name === "deleteGame";
  const unseen = writing.filter((statement) => !isSeen(statement)).map(({ name }) => name);
  expect(new Set(unseen)).toEqual(unseenWrites);
});

test.each(writing.map((statement) => [statement.name, statement] as const))(
  "%s names its game",
  (name, statement) => {
    const touched = new TouchedGames();
    touched.add(statement, values);
    expect([...touched.gameIds]).toEqual(unseenWrites.has(name) ? [] : [sampleGameId]);
    expect(touched.all).toBe(false);
  },
);

test("a read touches nothing, and SQL of the caller's own any game, unless it is plainly a read", () => {
  const touched = new TouchedGames();
  for (const statement of statements) if (statement.access === "read") touched.add(statement, values);
  touched.addQuery("  select 1");
  expect(touched.isEmpty).toBe(true);
  touched.addQuery("with gone as (delete from games) select 1");
  expect(touched.all).toBe(true);
});
