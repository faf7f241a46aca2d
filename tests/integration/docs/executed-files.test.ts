import { expect, test } from "vitest";
import { DatabaseOperations, recoverGame } from "../../../src/index.js";
import { executedFiles } from "../../support/executed-files.js";
import { newPlay, stageGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";

const at = onServer();

/** How many source files a reader meets who follows one call, at most. */
const most = { savePlay: 10, substitute: 16, recoverGame: 12 };

async function expectFew(most: number, call: () => Promise<unknown>): Promise<void> {
  const files = await executedFiles(call);
  console.log(`${files.length}\n${files.map(({ path, functions }) => `${path}: ${functions.join(" ")}`).join("\n")}`);
  expect(files.length).toBeLessThanOrEqual(most);
}

test("savePlay", async () => {
  const { database } = at();
  const game = await stageGame(database);
  const operations = new DatabaseOperations(database);
  for (let playNumber = 1; playNumber <= 3; playNumber += 1)
    await operations.savePlay(newPlay(game, { playNumber }));
  const play = newPlay(game, { playNumber: 4 });
  await expectFew(most.savePlay, () => operations.savePlay(play));
});
