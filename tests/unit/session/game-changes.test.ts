import { expect, test } from "vitest";
import { TouchedGames, unseenWrites } from "../../../src/session/game-changes.js";
import { sampleGameId } from "../../support/sample-inputs.js";
import { statements, values } from "../../support/statements.js";

const writing = statements.filter(({ access }) => access === "write");

test("followers are woken by all writes except those that do not change a game's version", () => {
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

test("a read changes no game; the caller's own SQL may change any game, unless it is clearly a read", () => {
  const touched = new TouchedGames();
  for (const statement of statements) if (statement.access === "read") touched.add(statement, values);
  touched.addQuery("  select 1");
  expect(touched.isEmpty).toBe(true);
  touched.addQuery("with gone as (delete from games) select 1");
  expect(touched.all).toBe(true);
});
