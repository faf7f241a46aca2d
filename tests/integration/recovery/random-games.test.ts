import fc from "fast-check";
import { expect, it } from "vitest";
import { gamesIn } from "../../../src/import/event-files/event-records.js";
import { writeEventFile } from "../../../src/import/event-files/write-event-file.js";
import { checkedGame } from "../../../src/import/season/checked-game.js";
import { type GameFile, parseGameFile, readGame, writeGameFile } from "../../../src/import.js";
import { type Database, DatabaseOperations, recoverGame, verifyGame } from "../../../src/index.js";
import { boxScore } from "../../../src/stats.js";
import { onServer } from "../../support/places.js";
import { propertyRuns } from "../../support/property-runs.js";
import { RandomGame, type RandomGameRules } from "../../support/random-game.js";

const at = onServer();

const rules: fc.Arbitrary<RandomGameRules> = fc
  .record({
    leagueId: fc.constantFrom("pd", "sba"),
    awayTeamId: fc.constantFrom(1, 46_655, 46_656, 2_000_000_000),
    homeTeamId: fc.constantFrom(2, 46_658, 93_312),
    scheduledInnings: fc.constantFrom(1, 3, 7, 9),
    hasAutomaticRunner: fc.boolean(),
    usesDesignatedHitters: fc.boolean(),
    firstPerson: fc.constantFrom(0, 1_000_000, 36 ** 8 - 20, 2 ** 52),
  })
  .map(({ hasAutomaticRunner, ...given }) => ({
    ...given,
    automaticRunnerInning: hasAutomaticRunner ? given.scheduledInnings + 1 : null,
  }));

/** The game of an event file, as an import would store it. */
function reread(file: GameFile): GameFile {
  const [records, ...others] = [...gamesIn("written.EVA", writeEventFile(file))];
  if (records === undefined || others.length > 0) throw new Error("one game was to be written");
  return checkedGame(records, { people: new Map(), teams: new Map() }, undefined).file;
}

async function playToTheEnd(database: Database, given: RandomGameRules, choose: (count: number) => number) {
  const random = new RandomGame(database, given, choose);
  await random.begin();
  for (let steps = 0; !random.game.isOver && steps < 400; steps += 1) {
    await random.step();
    expect(random.game).toEqual(await recoverGame(database, random.game.gameId));
  }
  return random.game;
}

it("a random game by the rules is scored, stored, recovered, verified, exported and read again without contradiction", async () => {
  const { database } = at();
  let plays = 0;
  await fc.assert(
    fc.asyncProperty(rules, fc.gen(), async (given, generate) => {
      const game = await playToTheEnd(database, given, (count) => generate(fc.nat, count - 1));
      plays += game.playCount;
      if (game.isOver)
        await new DatabaseOperations(database).completeGame(game.gameId, { decisions: "byRule" });
      expect(await verifyGame(database, game.gameId)).toEqual([]);
      const box = await boxScore(database, game.gameId);
      expect([box.away.run, box.home.run]).toEqual([game.awayScore, game.homeScore]);
      const file = await readGame(database, game.gameId);
      expect(parseGameFile(JSON.parse(writeGameFile(file)))).toEqual(file);
      expect(reread(file)).toEqual(file);
    }),
    // A game is many calls: one that fails is printed with its seed, and not tried again with fewer.
    { numRuns: propertyRuns(20), endOnFailure: true },
  );
  expect(plays).toBeGreaterThan(0);
});
