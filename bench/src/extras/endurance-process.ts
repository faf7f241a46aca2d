import { readFile } from "node:fs/promises";
import { Database, DatabaseOperations } from "dugout";
import { playsPerGame } from "../data/dataset.js";
import { playOf, type Slot, stateOf } from "../data/play.js";

// One process that records plays, sixteen games at a time, and reports its memory at each tenth of the way. Its
// parameters are the database's URL, and a file with the games.
const [, , url, file] = process.argv as unknown as [string, string, string, string];
const slots = JSON.parse(await readFile(file, "utf8")) as Slot[];
const plays = slots.length * playsPerGame;
const clients = 16;

await using database = await Database.open(url, { poolSize: clients });
const operations = new DatabaseOperations(database);
let nextSlot = 0;
let recorded = 0;

function report(): void {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  console.log(JSON.stringify({ recorded, rss, heapUsed }));
}

async function recordGames(): Promise<void> {
  for (let slot = slots[nextSlot++]; slot !== undefined; slot = slots[nextSlot++]) {
    for (let playNumber = 1; playNumber <= playsPerGame; playNumber += 1) {
      await operations.recordPlay(playOf(slot, playNumber), stateOf(playNumber));
      recorded += 1;
      if (recorded % Math.ceil(plays / 10) === 0) report();
    }
  }
}

await Promise.all(Array.from({ length: clients }, recordGames));
