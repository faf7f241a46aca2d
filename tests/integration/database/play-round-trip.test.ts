import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DatabaseOperations } from "../../../src/index.js";
import { validPlay } from "../../support/arbitraries.js";
import { newPlay, stageGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { propertyRuns } from "../../support/property-runs.js";
import { readPaths, withReals } from "../../support/read-paths.js";

const at = onServer();
const undo = new Error("undo");

describe("any valid play", () => {
  it("is read as it was written, however it is read", async () => {
    const game = await stageGame(at().database);
    await fc.assert(
      fc.asyncProperty(validPlay(game), async (play) => {
        const work = at().database.transaction(async (session) => {
          const operations = new DatabaseOperations(session);
          const id = await operations.savePlay(play);
          for (const { read } of readPaths) {
            const stored = await read(operations, game.gameId);
            expect(stored).toHaveLength(1);
            for (const row of stored) {
              const { onBaseCode: _code, runsScored: _runs, ...given } = row;
              expect(withReals(given)).toStrictEqual(withReals({ ...play, id } as typeof given));
            }
          }
          throw undo;
        });
        await expect(work).rejects.toBe(undo);
      }),
      { numRuns: propertyRuns(150) },
    );
  });

  it("is the same play when it is saved again", async () => {
    const game = await stageGame(at().database);
    await fc.assert(
      fc.asyncProperty(validPlay(game), async (play) => {
        const work = at().database.transaction(async (session) => {
          const operations = new DatabaseOperations(session);
          const id = await operations.savePlay(play);
          expect(await operations.savePlay(structuredClone(play))).toBe(id);
          throw undo;
        });
        await expect(work).rejects.toBe(undo);
      }),
    );
  });
});

describe("a real number", () => {
  it("that is too small for the column is stored as zero", async () => {
    const game = await stageGame(at().database);
    const operations = new DatabaseOperations(at().database);
    const id = await operations.savePlay(newPlay(game, { wpa: 1e-50, re24: -5e-324 }));
    const [stored] = await operations.getPlays(game.gameId);
    expect(stored).toMatchObject({ id, wpa: 0, re24: 0 });
  });
});
