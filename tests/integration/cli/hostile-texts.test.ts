import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProgram } from "../../../src/cli/program.js";
import { type GameFile, recordGame, writeGameFile } from "../../../src/import.js";
import { type Database, DatabaseOperations, newGameId } from "../../../src/index.js";
import { commandsOf, dugout, pathOf } from "../../support/command-line.js";
import { hostileText, terminalControls } from "../../support/hostile-text.js";
import { newWorldSeriesGame } from "../../support/partial-games.js";
import { queryAlone } from "../../support/raw-sql.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const attack = hostileText;
const hostile = (text: string | null) => `${attack}${text ?? ""}`;
const season = hostile("2016");
const forbidden = terminalControls;

let folder: string;
let testDatabase: TestDatabase;
let database: Database;
let game: GameFile;
let gamePath: string;

/** A game with hostile text in every field. */
async function hostileGame(): Promise<GameFile> {
  const file = await newWorldSeriesGame();
  return {
    ...file,
    game: {
      ...file.game,
      season,
      homeTeamName: hostile(file.game.homeTeamName),
      awayTeamName: hostile(file.game.awayTeamName),
      metadata: { ...file.game.metadata, notice: attack, [attack]: attack },
    },
    lineups: file.lineups.map((entry) => ({ ...entry, playerName: hostile(entry.playerName) })),
    plays: file.plays.map((play) => ({
      ...play,
      resultDescription: hostile(play.resultDescription),
      hitType: attack,
      playMetadata: { [attack]: attack },
    })),
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dugout-hostile-"));
  testDatabase = await createTestDatabase();
  database = await testDatabase.open();
  game = await hostileGame();
  gamePath = join(folder, `${attack.replaceAll("/", "")}.json`);
  await writeFile(gamePath, writeGameFile({ ...game, game: { ...game.game, id: newGameId() } }));
  await writeFile(join(folder, `2020-${attack}.EVA`), `id,${attack},${attack}\n`);
  await database.transaction((session) => recordGame(new DatabaseOperations(session), game));
  await queryAlone(
    database,
    `update plays set away_score = 9 where game_id = '${game.game.id}' and play_number = 50`,
  );
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
  await rm(folder, { recursive: true, force: true });
});

/** For each command, ways to call it; `GAME` is replaced by the game, `FILE` and `FOLDER` by paths. */
const calls: Readonly<Record<string, readonly (readonly string[])[]>> = {
  demo: [
    ["--file", "FILE"],
    ["--file", attack],
  ],
  serve: [
    ["--port", attack],
    ["--host", attack],
  ],
  games: [[], ["--json"], ["--status", attack], ["--team", attack], ["--from", attack]],
  export: [["GAME"], [attack]],
  import: [["FILE"], ["FILE"], [attack], ["FOLDER"]],
  "import season": [["FOLDER"], [attack], ["FOLDER", "--season", attack]],
  score: [["64(1)3/GDP", "--runners", "1"], [attack], ["S8", "--runners", attack], ["S8", "--half", attack]],
  verify: [["GAME"], ["--all"], ["--all", "--json"], [attack], ["GAME", "--known", attack, "--json"]],
  box: [["GAME"], ["GAME", "--json"], ["GAME", "--html"], [attack]],
  chart: [
    ["GAME"],
    ["GAME", "--kind", "base-out"],
    ["GAME", "--html"],
    ["GAME", "--season", attack],
    [attack],
  ],
  "stats batting": [
    ["--by", "player"],
    ["--by", "team"],
    ["--csv"],
    ["--json"],
    ["--season", season],
    ["--season", attack],
  ],
  "stats pitching": [["--by", "player"], ["--by", "team"], ["--csv"], ["--json"], ["--game", attack]],
  "stats splits": [
    ["--by", "inning"],
    ["--by", attack],
    ["--by", "inning", "--team", attack],
  ],
  "stats run-expectancy": [[], ["--csv"], ["--season", attack]],
  "stats fill": [[], ["--by", attack], ["--json"]],
  "stats store": [[], ["--game", attack]],
  "migrate up": [["--dry-run"], [attack], ["--lock-timeout", attack]],
  "migrate down": [["--dry-run"], [attack]],
  "migrate current": [[], ["--json"], ["--folder", attack]],
  "migrate history": [[], ["--folder", "FOLDER"]],
  "migrate pending": [[], ["--folder", attack]],
  "migrate stamp": [[attack]],
  "migrate check": [[], ["--json"], ["--allow", attack]],
};

it("every command is tried", () => {
  const program = createProgram();
  const leaves = commandsOf(program).filter(
    (command) => command.commands.length === 0 || command.registeredArguments.length > 0,
  );
  expect(leaves.map(pathOf).toSorted()).toEqual(Object.keys(calls).toSorted());
});

describe.each(Object.entries(calls))("dugout %s prints nothing that a terminal interprets", (path, ways) => {
  const cases = [...ways, [`--${attack}`], [attack, attack, attack, attack], ["--help"]];
  it.each(cases.map((options) => [options] as const))("called with %j", async (options) => {
    const places: Readonly<Record<string, string>> = { GAME: game.game.id, FILE: gamePath, FOLDER: folder };
    const given = options.map((option) => places[option] ?? option);
    const { output, errors } = await dugout([...path.split(" "), ...given], {
      DATABASE_URL: testDatabase.url,
    });
    const said = `${output}${errors}`;
    expect(said).not.toBe("");
    expect(said).not.toMatch(forbidden);
    expect(said.split("\n").filter((line) => line.trim().startsWith("FORGED"))).toEqual([]);
  });
});

it("what is printed as JSON is still the same value", async () => {
  const { output } = await dugout(["box", game.game.id, "--json"], { DATABASE_URL: testDatabase.url });
  expect(JSON.parse(output)).toMatchObject({ game: { season, homeTeamName: game.game.homeTeamName } });
});

it("CSV contains no formula, and with --raw the text itself", async () => {
  const name = '=cmd|"/c calc"!A1';
  for (const table of ["lineups", "stored_batting_lines"])
    await queryAlone(database, `update ${table} set player_name = '${name}'`);
  const run = (...options: string[]) =>
    dugout(["stats", "batting", "--csv", "--limit", "1", ...options], { DATABASE_URL: testDatabase.url });
  expect((await run()).output).toContain(`,"'=cmd|""/c calc""!A1",`);
  expect((await run("--raw")).output).toContain(`,"=cmd|""/c calc""!A1",`);
});
