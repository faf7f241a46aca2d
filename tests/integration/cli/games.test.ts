import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordGame } from "../../../src/import.js";
import { type Database, DatabaseOperations, newGameId } from "../../../src/index.js";
import { gameIdOf } from "../../support/chadwick/identifiers.js";
import { dugout } from "../../support/command-line.js";
import { newWorldSeriesGame } from "../../support/partial-games.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let testDatabase: TestDatabase;
let database: Database;
let ids: { pending: string; card: string };
const retrosheetId = "CLE201611020";
const playedId = gameIdOf(retrosheetId, new Date("2016-11-02T00:00:00Z"));
const run = (...options: string[]) => dugout(options, { DATABASE_URL: testDatabase.url });

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await testDatabase.open();
  const file = await newWorldSeriesGame();
  const played = { ...file, game: { ...file.game, id: playedId, season: "2016" } };
  await database.transaction((session) => recordGame(new DatabaseOperations(session), played));
  const operations = new DatabaseOperations(database);
  const create = (input: object, createdAt: string) =>
    operations.createGame({
      ...{ leagueId: "sba", homeTeamId: 1, awayTeamId: 2, createdAt: new Date(createdAt) },
      ...input,
    });
  ids = {
    pending: (await create({ homeTeamName: "Owls" }, "2026-04-01T18:00:00Z")).id,
    card: (await create({ leagueId: "pd", homeTeamId: 3, season: "2026" }, "2026-05-01T00:00:00Z")).id,
  };
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

describe("dugout games", () => {
  const listed = async (...options: string[]) => {
    const { code, output } = await run("games", "--json", ...options);
    expect(code).toBe(0);
    return (JSON.parse(output) as { id: string }[]).map(({ id }) => id);
  };

  it("lists every game, newest first, or oldest first with --order", async () => {
    const all = await listed();
    expect(all).toHaveLength(3);
    expect(all.slice(0, 2).includes(ids.card)).toBe(true);
    expect(await listed("--order", "oldest")).toEqual(all.toReversed());
    expect(await listed("--limit", "1")).toEqual(all.slice(0, 1));
  });

  it("takes the filters of listGames", async () => {
    expect(await listed("--status", "completed")).toEqual([playedId]);
    expect(await listed("--league", "pd")).toEqual([ids.card]);
    expect(await listed("--team", "3")).toEqual([ids.card]);
    expect(await listed("--from", "2026-04-02", "--before", "2026-05-02")).toEqual([ids.card]);
    expect(await listed("--from", "2026-04-01T18:00:00Z", "--before", "2026-04-01T18:00:01")).toEqual([
      ids.pending,
    ]);
  });

  it("prints a line for each game, and says if there are more or none", async () => {
    const { output } = await run("games", "--limit", "2");
    const [head, first, , more] = output.split("\n");
    expect(head).toMatch(/^GAME +CREATED +LEAGUE +SEASON +STATUS +AWAY +HOME +SCORE$/);
    expect(first).toContain(" pd ");
    expect(more).toBe("There are more. Raise --limit.");
    expect((await run("games", "--team", "99")).output).toBe("There is no such game.\n");
  });

  it.each([
    ["--from", "yesterday"],
    ["--from", "2026-13-01"],
    ["--team", "x"],
    ["--team", ""],
    ["--status", "over"],
  ])("refuses %s %j", async (option, value) => {
    const { code, errors } = await run("games", option, value);
    expect(code).toBe(1);
    expect(errors).toContain(option);
  });
});

/** Every command that takes a game. */
const ofOneGame = [["export"], ["verify"], ["box"], ["chart"]];
const ofGames = [
  ...[["batting"], ["pitching"], ["splits", "--by", "inning"], ["run-expectancy"], ["fill"], ["store"]].map(
    (command) => ["stats", ...command, "--game"],
  ),
];

describe.each([...ofOneGame, ...ofGames].map((command) => [command] as const))("dugout %j", (command) => {
  it("takes a game by its id, in either case, and by Retrosheet's", async () => {
    for (const id of [playedId, playedId.toUpperCase(), retrosheetId]) {
      const { code, errors } = await run(...command, id);
      expect({ code, errors: errors.replace(/^Drawn .*\n$/, "") }).toEqual({ code: 0, errors: "" });
    }
  });

  it("refuses an invalid identifier, and names a missing game", async () => {
    for (const none of ["not-a-game", "CLE20161102", "CLE201613020", "", "x".repeat(300)]) {
      const { code, output, errors } = await run(...command, none);
      expect({ code, output }).toEqual({ code: 1, output: "" });
      expect(errors).toMatch(/must be its id, a UUID, or Retrosheet's/);
      expect(errors).not.toMatch(/The input of|refused by the database/);
    }
    for (const missing of [newGameId(), "BOS201611020"]) {
      const { code, errors } = await run(...command, missing);
      expect(code).toBe(1);
      expect(errors).toContain("There is no game ");
    }
  });
});

describe("a season that does not exist", () => {
  it.each(
    [
      ["stats", "batting", "--season"],
      ["stats", "pitching", "--season"],
      ["stats", "splits", "--by", "inning", "--season"],
      ["stats", "run-expectancy", "--season"],
      ["stats", "fill", "--season"],
      ["stats", "fill", "--by"],
      ["stats", "store", "--season"],
      ["chart", playedId, "--season"],
    ].map((command) => [command] as const),
  )("is named by dugout %j, with the existing ones", async (command) => {
    expect(await run(...command, "1999")).toEqual({
      code: 1,
      output: "",
      errors: "dugout: There is no season 1999. There are 2016, 2026.\n",
    });
  });

  it("is named if no game has a season", async () => {
    const empty = await createTestDatabase();
    const { code, errors } = await dugout(["stats", "batting", "--season", "1999"], {
      DATABASE_URL: empty.url,
    });
    await empty.drop();
    expect(code).toBe(1);
    expect(errors).toContain("There is no season 1999. No stored game has a season");
  });
});
