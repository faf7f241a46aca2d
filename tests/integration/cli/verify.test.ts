import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordGame } from "../../../src/import.js";
import { type Database, DatabaseOperations, newGameId, verifyGame } from "../../../src/index.js";
import { dugout } from "../../support/command-line.js";
import { newWorldSeriesGame } from "../../support/partial-games.js";
import { queryAlone } from "../../support/raw-sql.js";
import { sampleGameId } from "../../support/sample-inputs.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let testDatabase: TestDatabase;
let database: Database;
let sound: string;
let damaged: string;

const run = (...options: string[]) => dugout(["verify", ...options], { DATABASE_URL: testDatabase.url });
const findings = [
  ["play 34, runner: ", "appears on first base from nowhere."],
  ["play 50, score: ", "It begins at 9:3 (away team first), and should begin at 6:3."],
  [
    "game-state: ",
    "By its last play, the game is in the bottom of inning 7, and should be in the top of inning 11.",
  ],
] as const;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await testDatabase.open();
  const files = [await newWorldSeriesGame(), await newWorldSeriesGame()] as const;
  for (const file of files)
    await database.transaction((session) => recordGame(new DatabaseOperations(session), file));
  [sound, damaged] = [files[0].game.id, files[1].game.id];
  const play = (number: number, change: string) =>
    queryAlone(
      database,
      `update plays set ${change} where game_id = '${damaged}' and play_number = ${number}`,
    );
  await play(
    34,
    "on_first_id = (select min(batter_id) from plays as other where other.game_id = plays.game_id and half = 'bottom')",
  );
  await play(50, "away_score = 9");
  await queryAlone(database, `update games set inning = 7 where id = '${damaged}'`);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

describe("dugout verify", () => {
  it("reports no inconsistencies, and ends with 0", async () => {
    expect(await run(sound)).toEqual({
      code: 0,
      output: "1 game verified: no inconsistencies.\n",
      errors: "",
    });
  });

  it("prints one line per finding, and exits with 1", async () => {
    const { code, output, errors } = await run(damaged);
    expect({ code, errors }).toEqual({ code: 1, errors: "" });
    const [head, ...lines] = output.trimEnd().split("\n");
    expect(head).toBe(`Game ${damaged}`);
    expect(lines.at(-1)).toBe("1 game verified: inconsistencies in 1.");
    expect(lines).toHaveLength(findings.length + 1);
    for (const [index, [where, what]] of findings.entries()) {
      expect(lines[index]?.startsWith(`  ${where}`)).toBe(true);
      expect(lines[index]).toContain(what);
    }
  });

  it("verifies every game, and names those with inconsistencies", async () => {
    const { code, output } = await run("--all");
    expect(code).toBe(1);
    expect(output).toContain(`Game ${damaged}\n  play 34`);
    expect(output).not.toContain(sound);
    expect(output).toContain("2 games verified: inconsistencies in 1.\n");
  });

  it("prints the findings as JSON", async () => {
    const { code, output } = await run("--all", "--json");
    const { games, inconsistencies } = JSON.parse(output);
    expect({ code, games }).toEqual({ code: 1, games: 2 });
    expect(inconsistencies).toMatchObject([
      { gameId: damaged, kind: "runner", play: 34 },
      { gameId: damaged, kind: "score", play: 50 },
      { gameId: damaged, kind: "game-state", message: findings[2][1] },
    ]);
    expect(JSON.parse((await run(sound, "--json")).output)).toEqual({
      games: 1,
      inconsistencies: [],
      known: [],
    });
  });

  it("ends with 0 if all findings are marked as known, and reports them again after the marks are removed", async () => {
    const file = await newWorldSeriesGame();
    await database.transaction((session) => recordGame(new DatabaseOperations(session), file));
    const { id } = file.game;
    const damage = (change: string, number: number) =>
      queryAlone(database, `update plays set ${change} where game_id = '${id}' and play_number = ${number}`);
    await damage("away_score = 9", 50);
    await damage("batting_order = 9", 2);
    const open = (await verifyGame(database, id)).length;
    expect(open).toBeGreaterThan(1);

    const reason = "out of turn, and no appeal was made";
    const part = await run(id, "--known", reason, "--play", "2");
    expect(part.code).toBe(1);
    expect(part.output).not.toContain("play 2,");
    expect(part.output).toContain("marked as known.");
    const all = await run(id, "--known", "a clerk's error");
    expect(all).toEqual({
      ...{ code: 0, errors: "" },
      output: `1 game verified: no inconsistencies. ${open} findings are marked as known.\n`,
    });
    expect(await run(id)).toEqual(all);
    expect(await verifyGame(database, id)).toEqual([]);
    const { inconsistencies, known } = JSON.parse((await run(id, "--json")).output);
    expect(inconsistencies).toEqual([]);
    expect(known).toHaveLength(open);
    expect(known[0]).toMatchObject({ gameId: id, play: 2, reason });

    await damage("away_score = 8", 50);
    const changed = await run(id);
    expect(changed.code).toBe(1);
    expect(changed.output).toContain("play 50, score: It begins at 8:3");

    await damage("away_score = 9", 50);
    expect((await run(id)).code).toBe(0);
    const taken = await run(id, "--forget");
    expect(taken.code).toBe(1);
    expect(taken.output).toContain("play 2,");
    await new DatabaseOperations(database).deleteGame(id);
  });

  it.each([
    [["--all", "--known", "x"], "--known and --forget need one game"],
    [["GAME", "--kind", "runner"], "--kind and --play can only be used with --known"],
    [["GAME", "--known", " "], "reason must say why"],
    [["GAME", "--known", "x", "--play", "1"], "play fits none of the game's open findings"],
    [["GAME", "--known", "x", "--kind", "winner"], "kind fits none of the game's open findings"],
    [["GAME", "--known", "x", "--forget"], "cannot be used with"],
  ])("refuses %j, and marks nothing", async (options, problem) => {
    const { code, errors } = await run(...options.map((option) => (option === "GAME" ? damaged : option)));
    expect(code).toBe(1);
    expect(errors).toContain(problem);
    expect((await verifyGame(database, damaged)).length).toBe(findings.length);
  });

  it("names a missing game", async () => {
    const missing = newGameId();
    expect(await run(missing)).toMatchObject({ code: 1, errors: `dugout: There is no game ${missing}.\n` });
  });

  it.each([[[]], [[sampleGameId, "--all"]]])("needs one game or --all, not %j", async (options) => {
    expect(await run(...options)).toMatchObject({
      code: 1,
      errors: "dugout: Name a game to verify, or use --all, but not both.\n",
    });
  });

  it("reports nothing for a database without games", async () => {
    const empty = await createTestDatabase();
    const result = await dugout(["verify", "--all"], { DATABASE_URL: empty.url });
    await empty.drop();
    expect(result).toEqual({ code: 0, output: "0 games verified: no inconsistencies.\n", errors: "" });
  });
});
