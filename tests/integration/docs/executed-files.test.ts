import { expect, test } from "vitest";
import { DatabaseOperations, recoverGame } from "../../../src/index.js";
import { executedFiles } from "../../support/executed-files.js";
import { awayTeamId, newPlay, stageGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";

const at = onServer();

/** The most source files that one warm call may execute: so many must be read to follow it. */
const mostFiles = { savePlay: 10, substitute: 16, recoverGame: 12 };

async function expectFewFiles(operation: keyof typeof mostFiles, call: () => Promise<unknown>) {
  const files = await executedFiles(call);
  const list = files.map(({ path, functions }) => `${path}: ${functions.join(" ")}`);
  if (process.env.SHOW_EXECUTED_FILES) console.log(`${operation}: ${list.length} files\n${list.join("\n")}`);
  expect(list.length, list.join("\n")).toBeLessThanOrEqual(mostFiles[operation]);
  // Coverage that finds nothing proves nothing.
  expect(files.map(({ path }) => path)).toContain("connection/pg-connection.ts");
}

test("savePlay", async () => {
  const { database } = at();
  const game = await stageGame(database);
  const operations = new DatabaseOperations(database);
  const save = (playNumber: number) => operations.savePlay(newPlay(game, { playNumber }));
  for (const playNumber of [1, 2, 3]) await save(playNumber);
  await expectFewFiles("savePlay", () => save(4));
});

test("substitute", async () => {
  const { database } = at();
  const game = await stageGame(database);
  const operations = new DatabaseOperations(database);
  const replace = (replaces: number, playerId: number) =>
    operations.substitute({
      ...{ gameId: game.gameId, teamId: awayTeamId },
      changes: [{ replaces, playerId, position: "PH", playerName: "Kim" }],
    });
  for (const [index, id] of [game.onFirstId, game.onSecondId, game.onThirdId].entries())
    await replace(id, 901 + index);
  await expectFewFiles("substitute", () => replace(game.batterId, 904));
});

test("recoverGame", async () => {
  const { database } = at();
  const game = await stageGame(database);
  await new DatabaseOperations(database).savePlay(newPlay(game));
  for (let warm = 0; warm < 3; warm += 1) await recoverGame(database, game.gameId);
  await expectFewFiles("recoverGame", () => recoverGame(database, game.gameId));
});
