import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Game 7 of the 2016 World Series, the game that the demo records. */
export const worldSeriesFile = fileURLToPath(
  new URL("../../examples/world-series-2016-game-7.json", import.meta.url),
);

export const worldSeriesText = () => readFile(worldSeriesFile, "utf8");
