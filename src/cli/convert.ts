import type { Command } from "commander";
import { writeGameFile } from "../import/game-file/write.js";
import { convertGame } from "../import/retrosheet/convert-game.js";
import { writeLines } from "./output.js";

export function addConvertCommand(program: Command): void {
  program
    .command("convert")
    .description("make a game file of one game in a folder of Chadwick's CSV files (Retrosheet's facts)")
    .argument("<folder>", "holds cwgame, cwevent and cwsub files, rosters and teams")
    .argument("<game>", "Retrosheet's identifier of the game, such as CLE201611020")
    .option("-o, --output <file>", "where to; left out, to standard output")
    .action(async (folder: string, game: string, { output }: { output?: string }) => {
      const text = writeGameFile(await convertGame(folder, game));
      await writeLines(text.trimEnd().split("\n"), output);
    });
}
