import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GameFile, parseGameFile, readGame, recordGame } from "../../../src/import.js";
import { DatabaseOperations } from "../../../src/index.js";
import { convertGame } from "../../support/chadwick/index.js";
import { worldSeriesText } from "../../support/examples.js";
import { onServer } from "../../support/places.js";
import { propertyRuns } from "../../support/property-runs.js";
import { recordAgain } from "../../support/record-again.js";
import { needsPostseason, postseasonFolder } from "../../support/retrosheet.js";

const at = onServer();

/**
 * A game file contains everything that the database holds of a game, but for the identifiers of plays and entries and
 * the state version.
 */
async function expectTheSameAgain(file: GameFile, numRuns: number): Promise<void> {
  const { database } = at();
  const { id } = file.game;
  await database.transaction((session) => recordGame(new DatabaseOperations(session), file));
  expect(await readGame(database, id)).toEqual(file);
  const numbers = [0, ...file.plays.map(({ playNumber }) => playNumber)];
  const anyPlay = fc.constantFrom(...numbers);
  await fc.assert(
    fc.asyncProperty(anyPlay, fc.boolean(), async (toPlayNumber, isGrouped) => {
      const rewound = await new DatabaseOperations(database).rewindGame(id, toPlayNumber);
      const rest = numbers.length - 1 - numbers.indexOf(toPlayNumber);
      expect(rewound.plays).toHaveLength(rest);
      if (isGrouped) {
        await database.transaction((session) => recordAgain(new DatabaseOperations(session), rewound));
      } else {
        await recordAgain(new DatabaseOperations(database), rewound);
      }
      expect(await readGame(database, id)).toEqual(file);
    }),
    { numRuns },
  );
}

describe("rewinding to any play and recording the rest again, from what was returned", () => {
  it("returns the same game: game 7 of the World Series", async () => {
    await expectTheSameAgain(parseGameFile(JSON.parse(await worldSeriesText())), propertyRuns(8));
  });

  it.each(["SFN201610110", "WAS201610090"])(
    "restores the earlier game where one pinch hitter replaced another: %s",
    needsPostseason,
    async (sourceGameId) => {
      await expectTheSameAgain(await convertGame(postseasonFolder, sourceGameId), propertyRuns(5));
    },
  );
});
