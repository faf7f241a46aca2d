import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ConfigurationError, ValidationError } from "../../../../src/errors/index.js";
import { convertGame, type GameRows, readGames } from "../../../support/chadwick/index.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "retrosheet-"));
  await write({ games: ["A", "B"], events: ["A", "A", "B"], substitutions: ["B"] });
});
afterEach(() => rm(folder, { recursive: true }));

interface Games {
  readonly games: readonly string[];
  readonly events: readonly string[];
  readonly substitutions: readonly string[];
}

/** Files that hold no more than is needed to find and to divide them. */
async function write({ games, events, substitutions }: Games): Promise<void> {
  const csv = (column: string, ids: readonly string[]) =>
    [`"GAME_ID","${column}"`, ...ids.map((id) => `"${id}",""`), ""].join("\n");
  await writeFile(join(folder, "games.csv"), csv("AWAY_START_PIT_ID", games));
  await writeFile(join(folder, "plays.csv.gz"), gzipSync(csv("EVENT_TX", events)));
  await writeFile(join(folder, "changes.csv"), csv("REMOVED_ID", substitutions));
}

async function read(): Promise<GameRows[]> {
  const games: GameRows[] = [];
  for await (const game of readGames(folder)) games.push(game);
  return games;
}

it("finds plain and gzipped files by their header rows, and gives each game its rows", async () => {
  await writeFile(join(folder, "daily.csv"), '"GAME_ID","PLAYER_ID"\n"A","x"\n');
  const games = await read();
  expect(games.map(({ game }) => game.gameId)).toEqual(["A", "B"]);
  expect(games.map(({ events }) => events.length)).toEqual([2, 1]);
  expect(games.map(({ substitutions }) => substitutions.length)).toEqual([0, 1]);
  expect(games[1]?.events[0]?.line).toBe(4);
});

it("reads the names of people and cities of teams, here and in the folder of rosters", async () => {
  await mkdir(join(folder, "rosters"));
  await writeFile(join(folder, "rosters", "CHN2020.ROS"), "almoa002,Almora,Albert,R,R,CHN,OF\r\n");
  await writeFile(join(folder, "TEAM2020"), "SLN,N,St. Louis,Cardinals\n");
  const [game] = await read();
  expect(game?.people.get("almoa002")).toBe("Albert Almora");
  expect(game?.teams.get("SLN")).toBe("St. Louis");
});

it("says which file is missing", async () => {
  await rm(join(folder, "plays.csv.gz"));
  await expect(read()).rejects.toThrow(ConfigurationError);
  await expect(read()).rejects.toThrow(/holds no CSV file of cwevent/);
});

it("says which files are there twice", async () => {
  await writeFile(join(folder, "more.csv"), '"GAME_ID","EVENT_TX"\n');
  await expect(read()).rejects.toThrow(/several CSV files of cwevent.*more.csv, plays.csv.gz/);
});

it("says that a folder cannot be read", async () => {
  await expect(convertGame(join(folder, "nowhere"), "A")).rejects.toThrow(ConfigurationError);
});

it("says which file is broken, instead of leaving out the rest of it", async () => {
  const whole = gzipSync(`"GAME_ID","EVENT_TX"\n${'"A","K"\n'.repeat(10_000)}`);
  await writeFile(join(folder, "plays.csv.gz"), whole.subarray(0, whole.length - 20));
  await expect(read()).rejects.toThrow(ValidationError);
  await expect(read()).rejects.toThrow(/plays.csv.gz is not valid: cannot be read: unexpected end of file/);
});

it.each([
  {
    wrong: "plays are in another order",
    files: { games: ["A", "B"], events: ["B", "A"], substitutions: [] },
    message: /Line 2 of games.csv \(game A\).*plays.csv.gz, where line 2 has B/,
  },
  {
    wrong: "plays of a game are missing",
    files: { games: ["A", "B"], events: ["A"], substitutions: [] },
    message: /Line 3 of games.csv \(game B\).*plays.csv.gz, where it ends/,
  },
  {
    wrong: "plays are of a game that is not listed",
    files: { games: ["A"], events: ["A", "B"], substitutions: [] },
    message: /Line 3 of plays.csv.gz \(game B\).*not in games.csv/,
  },
  {
    wrong: "substitutions are in another order",
    files: { games: ["A", "B"], events: ["A", "B"], substitutions: ["B", "A"] },
    message: /Line 3 of changes.csv \(game A\).*not in this place/,
  },
])("says where the $wrong", async ({ files, message }) => {
  await write(files);
  await expect(read()).rejects.toThrow(message);
});

it("says that a game is not there", async () => {
  await expect(convertGame(folder, "C")).rejects.toThrow(/gameId C is not in the folder/);
});
