import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { newGameId } from "../../models/game-id.js";
import { readGameFile } from "../read-game-file.js";
import { runDemo } from "./run.js";
import { withDemoDatabase } from "./target.js";

/** Lies beside `dist/`, in the package as in a checkout. */
const worldSeries = fileURLToPath(
  new URL("../../../examples/world-series-2016-game-7.json", import.meta.url),
);

export function addDemoCommand(program: Command): void {
  program
    .command("demo")
    .description("record a real game play by play, lose the server half-way, and go on")
    .option("-f, --file <file>", "the game file to record", worldSeries)
    .action(async ({ file: path }: { file: string }) => {
      const file = await readGameFile(path);
      // A new identity each time: the demo can be run again on the same server.
      const game = { ...file, game: { ...file.game, id: newGameId() } };
      await withDemoDatabase((url) => runDemo(url, game));
    });
}
