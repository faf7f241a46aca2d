import { expect, test } from "vitest";
import { DatabaseOperations, recoverGame } from "../../../src/index.js";
import { executedFiles } from "../../support/executed-files.js";
import { fullGame } from "../../support/full-game.js";
import { homeTeamId, newPlay, stageGame } from "../../support/game-fixtures.js";
import { needs } from "../../support/needs.js";
import { onServer } from "../../support/places.js";
import { isOnCitus } from "../../support/test-database.js";

const at = onServer();

/**
 * The most source files that one warm call may execute, because a reader must read them to follow it. Lower the numbers if you
 * can.
 */
const mostFiles = { savePlay: 13, substitute: 17, recoverGame: 14 };

async function expectFewFiles(operation: keyof typeof mostFiles, call: () => Promise<unknown>) {
  const files = await executedFiles(call);
  const list = files.map(({ path, functions }) => `${path}: ${functions.join(" ")}`);
  if (process.env.SHOW_EXECUTED_FILES) console.log(`${operation}: ${list.length} files\n${list.join("\n")}`);
  expect(list.length, list.join("\n")).toBeLessThanOrEqual(mostFiles[operation]);
  // Checks that the coverage found something.
  expect(files.map(({ path }) => path)).toContain("connection/pg-connection.ts");
}

const onOneServer = needs(
  !isOnCitus,
  "on a cluster calls run more files: transactions of several statements",
);

test("savePlay", onOneServer, async () => {
  const { database } = at();
  const game = await stageGame(database);
  const operations = new DatabaseOperations(database);
  let playNumber = 0;
  const save = () => {
    playNumber += 1;
    return operations.savePlay(newPlay(game, { playNumber }));
  };
  for (let warm = 0; warm < 3; warm += 1) await save();
  await expectFewFiles("savePlay", save);
});

test("substitute", onOneServer, async () => {
  const { database } = at();
  const operations = new DatabaseOperations(database);
  const { gameId, home } = await fullGame(operations);
  const positions = ["LF", "CF", "RF", "SS"] as const;
  let next = 0;
  const replace = () => {
    const position = positions[next] as (typeof positions)[number];
    next += 1;
    const change = { replaces: home[position], playerId: 900 + next, position };
    return operations.substitute({ gameId, teamId: homeTeamId, changes: [change] });
  };
  for (let warm = 0; warm < 2; warm += 1) await replace();
  await expectFewFiles("substitute", replace);
});

test("recoverGame", onOneServer, async () => {
  const { database } = at();
  const game = await stageGame(database);
  await new DatabaseOperations(database).savePlay(newPlay(game));
  for (let warm = 0; warm < 3; warm += 1) await recoverGame(database, game.gameId);
  await expectFewFiles("recoverGame", () => recoverGame(database, game.gameId));
});
