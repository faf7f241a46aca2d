import { expect, it } from "vitest";
import { recoverActiveGames } from "../../src/index.js";
import { copyGame } from "../support/copied-games.js";
import { newWorldSeriesGame, recordUpTo } from "../support/partial-games.js";
import { onServer } from "../support/places.js";

const at = onServer();
const games = 1_000;

it("a thousand games are recovered in one loop, with one page in memory at a time", async () => {
  const file = await newWorldSeriesGame();
  await recordUpTo(at().database, file, 70);
  await copyGame(at().database, file.game.id, games - 1);
  for (const pageSize of [10, 100, 1_000]) {
    const began = performance.now();
    let recovered = 0;
    let memory = 0;
    for await (const { playCount } of recoverActiveGames(at().database, { pageSize })) {
      expect(playCount).toBe(70);
      recovered += 1;
      memory = Math.max(memory, process.memoryUsage().heapUsed);
    }
    const milliseconds = Math.round(performance.now() - began);
    console.log(
      `${recovered} games in pages of ${pageSize}: ${milliseconds} ms, at most ${Math.round(memory / 2 ** 20)} MiB in use`,
    );
    expect(recovered).toBe(games);
  }
}, 300_000);
