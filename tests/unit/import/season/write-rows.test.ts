import { expect, it } from "vitest";
import type { TableRows } from "../../../../src/import/season/game-rows.js";
import { copyChunks, copyStatement } from "../../../../src/import/season/write-rows.js";
import { games } from "../../../../src/models/schema.js";

const columns = {
  id: games.id,
  metadata: games.metadata,
  homeTeamName: games.homeTeamName,
  homeTeamIsAi: games.homeTeamIsAi,
  inning: games.inning,
  createdAt: games.createdAt,
};
const textOf = (rows: TableRows) => Buffer.concat([...copyChunks(rows)]).toString();
const row = {
  id: "019",
  metadata: { park: "A\\B" },
  homeTeamName: null,
  homeTeamIsAi: true,
  inning: 9,
  createdAt: new Date("2016-11-02T20:02:00Z"),
};

it("names the columns as the table does", () => {
  expect(copyStatement({ table: "games", columns, rows: [] })).toBe(
    'copy games ("id", "metadata", "home_team_name", "home_team_is_ai", "inning", "created_at") from stdin',
  );
});

it("writes a line for each row, with nulls and backslashes in COPY's format", () => {
  expect(textOf({ table: "games", columns, rows: [row] })).toBe(
    '019\t{"park":"A\\\\\\\\B"}\t\\N\tt\t9\t2016-11-02T20:02:00.000Z\n',
  );
});

it("keeps tabs and line ends within a text", () => {
  const texts = { homeTeamName: games.homeTeamName };
  const rows = [{ homeTeamName: "a\tb\nc\rd\\N" }];
  expect(textOf({ table: "games", columns: texts, rows })).toBe("a\\tb\\nc\\rd\\\\N\n");
});

it("writes many rows in chunks that end at row ends, and nothing for no rows", () => {
  const texts = { homeTeamName: games.homeTeamName };
  const rows = Array.from({ length: 10_000 }, (_, index) => ({ homeTeamName: `José ${index}` }));
  const chunks = [...copyChunks({ table: "games", columns: texts, rows })];
  expect(chunks.length).toBeGreaterThan(1);
  for (const chunk of chunks) expect(chunk.toString()).toMatch(/^José \d+\n(?:.|\n)*\n$/);
  expect(Buffer.concat(chunks).toString()).toBe(rows.map((each) => `${each.homeTeamName}\n`).join(""));
  expect([...copyChunks({ table: "games", columns: texts, rows: [] })]).toEqual([]);
});
