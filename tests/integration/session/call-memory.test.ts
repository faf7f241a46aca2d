import { afterAll, beforeAll, expect, test } from "vitest";
import { BuiltPackage } from "../../support/built-package.js";
import { stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";

const server = serverDatabase();
const calls = 20_000;
const heapMegabytes = 160;
const games = 20;
let built: BuiltPackage;

beforeAll(async () => {
  built = await BuiltPackage.create();
});
afterAll(() => built.dispose());

/** Makes all calls in one turn of the event loop, and prints how many were done. */
const script = `
const [, url, staged, operation, mode] = process.argv;
const games = JSON.parse(staged);
const database = await dugout.Database.open(url, { connectTimeout: 1_800_000, poolSize: 4, warnOfSessionsAfter: 0 });
const callOf = {
  // The answer is the caller's: it is not kept.
  loadGameState: (operations, { gameId }) => operations.loadGameState(gameId).then(() => {}),
  updateGameState: (operations, { gameId }, index) =>
    operations.updateGameState(gameId, { inning: 1 + (index % 9), half: "top", homeScore: 0, awayScore: 0 }),
  savePlay: (operations, { gameId, batterId, pitcherId }, index) =>
    operations.savePlay({
      ...{ gameId, batterId, pitcherId, playNumber: 1 + Math.floor(index / games.length) },
      ...{ inning: 1, half: "top", outsBefore: 0, battingOrder: 1, awayScore: 0, homeScore: 0 },
      ...{ resultDescription: "play " + index, pa: 1, ab: 1 },
    }),
}[operation];
const callAll = async (target) => {
  const operations = new dugout.DatabaseOperations(target);
  const pending = [];
  for (let index = 0; index < ${calls}; index += 1)
    pending.push(callOf(operations, games[index % games.length], index));
  return (await Promise.all(pending)).length;
};
const done = mode === "transaction" ? await database.transaction(callAll, { statementTimeout: 0 }) : await callAll(database);
await database.close();
console.log(done);
`;

test.each([
  ["savePlay", "transaction"],
  ["updateGameState", "database"],
  ["loadGameState", "database"],
])(
  `${calls} calls of %s in one turn, in a %s, complete with a heap of ${heapMegabytes} MB`,
  async (operation, mode) => {
    await using database = await server().open();
    const staged = [];
    for (let game = 0; game < games; game += 1) staged.push(await stageGame(database));
    const heap = [`--max-old-space-size=${heapMegabytes}`];
    const process = built.runWith(heap, script, server().url, JSON.stringify(staged), operation, mode);
    expect(await process.line()).toBe(String(calls));
    await process.end();
  },
  1_800_000,
);
