import type { Command } from "commander";
import { readGame } from "../import/game-file/read.js";
import { writeGameFile } from "../import/game-file/write.js";
import { gameArgument, gameIdOfArgument } from "./game-argument.js";
import { writeLines } from "./output.js";
import { withDatabase } from "./with-database.js";

export function addExportCommand(program: Command): void {
  program
    .command("export")
    .description("write one whole game as a JSON file")
    .argument(...gameArgument)
    .option("-o, --output <file>", "where to; left out, to standard output")
    .action((gameId: string, { output }: { output?: string }) =>
      withDatabase(async (database) => {
        const text = writeGameFile(await readGame(database, gameIdOfArgument(gameId)));
        await writeLines(text.trimEnd().split("\n"), output);
      }),
    );
}
