import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { writeEventFile } from "../../../src/import/event-files/write-event-file.js";
import { type GameFile, importSeason, readGame } from "../../../src/import.js";
import { DatabaseOperations, type RecoveredGame, recordEvent } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { RandomGame } from "../../support/random-game.js";
import { queryAlone } from "../../support/raw-sql.js";
import { SeasonFolder } from "../../support/season-files.js";

const at = onServer();
let folder: SeasonFolder;
let file: GameFile;

/** A card game of three innings, with the dice of each play. */
async function cardGame(): Promise<GameFile> {
  const { database } = at();
  const teams = { awayTeamId: 500_000, homeTeamId: 2 };
  const rules = { leagueId: "pd", scheduledInnings: 3, automaticRunnerInning: null, ...teams } as const;
  const random = new RandomGame(database, { ...rules, usesDesignatedHitters: true, firstPerson: 7 }, () => 0);
  await random.begin({
    homeTeamName: "Harbour",
    metadata: { room: 'The "Attic", upstairs' },
    season: "autumn",
  });
  let game: RecoveredGame = random.game;
  for (let play = 0; !game.isOver; play += 1) {
    const event = play === 4 ? "HR7" : (["63", "K", "8/F", "S8", "W"] as const)[play % 5];
    game = await recordEvent(database, game, event as string, {
      diceRoll: `${(play % 6) + 1}+${((play * 5) % 6) + 1}`,
      checkPos: play % 4 === 0 ? "SS" : null,
      playMetadata: { chart: `row ${play}, "red"` },
    });
  }
  await new DatabaseOperations(database).completeGame(game.gameId, { decisions: "byRule" });
  return readGame(database, game.gameId);
}

beforeAll(async () => {
  folder = await SeasonFolder.create();
  file = await cardGame();
});
beforeEach(async () => {
  await folder.write({ "cards.EVX": writeEventFile(file) });
  await queryAlone(at().database, "truncate games cascade");
});
afterAll(() => folder.remove());

const imported = (throughOperations: boolean) =>
  importSeason(at().database, { paths: [folder.file("cards.EVX")], throughOperations });

it.each([false, true])(
  "a card game that was exported as an event file comes back as the same card game (through the operations: %s)",
  async (throughOperations) => {
    const result = await imported(throughOperations);
    expect(result).toMatchObject({ games: 1, refused: 0, problems: [] });
    expect(await readGame(at().database, file.game.id)).toEqual(file);
    expect(file.game).toMatchObject({ leagueId: "pd", awayTeamId: 500_000, homeTeamName: "Harbour" });
    expect(file.lineups.every(({ cardId, playerId }) => cardId !== null && playerId === null)).toBe(true);
    expect(file.plays.every(({ diceRoll }) => diceRoll !== null)).toBe(true);
  },
);

it("is imported again without a difference", async () => {
  await imported(false);
  expect(await imported(false)).toMatchObject({ games: 0, alreadyStored: 1, problems: [] });
});

it.each([
  ["a comment is lost", (text: string) => text.replace(/^com,"dugout,play,3,.*\n/m, ""), /comments/],
  ["their number is lost", (text: string) => text.replace(/^com,"dugout,comments,.*\n/m, ""), /comments/],
  ["a comment is not JSON", (text: string) => text.replace('{""diceRoll', '{""diceRoll""'), /is not JSON/],
  [
    "a comment names an unknown column",
    (text: string) => text.replace("diceRoll", "dice"),
    /names dice, which no play has/,
  ],
  [
    "a comment names an unknown part",
    (text: string) => text.replace("dugout,play,1,", "dugout,pitch,1,"),
    /is not a comment that this version writes/,
  ],
  ["a comment has a wrong value", (text: string) => text.replace('""pd""', '""xx""'), /leagueId/],
] as const)("refuses the whole game by file, line and record when %s", async (_, damage, message) => {
  const text = writeEventFile(file);
  expect(damage(text)).not.toBe(text);
  await folder.write({ "cards.EVX": damage(text) });
  const result = await imported(false);
  expect(result).toMatchObject({ games: 0, refused: 1 });
  expect(result.problems[0]?.message).toMatch(/^Line \d+ of cards.EVX \(game \w+, record /);
  expect(result.problems[0]?.message).toMatch(message);
});

it("a balk that brings in an unearned run names every runner whom it moves", async () => {
  const { database } = at();
  const rules = {
    leagueId: "pd",
    awayTeamId: 1,
    homeTeamId: 2,
    scheduledInnings: 9,
    firstPerson: 0,
  } as const;
  const random = new RandomGame(
    database,
    { ...rules, automaticRunnerInning: null, usesDesignatedHitters: true },
    () => 0,
  );
  await random.begin();
  let game = random.game;
  for (const event of ["E6", "S7.1-3", "BK", "WP.2-3"]) game = await recordEvent(database, game, event);
  const text = writeEventFile(await readGame(database, game.gameId));
  expect(text).toMatch(/,BK\.3-H\(UR\);1-2$/m);
});
