import type { Command } from "commander";
import { writeEventFile } from "../import/event-files/write-event-file.js";
import { readGame } from "../import/game-file/read-game.js";
import { writeGameFile } from "../import/game-file/write-game-file.js";
import { gameArgument, gameIdOfArgument } from "./command-arguments.js";
import { writeLines } from "./output.js";
import { withDatabase } from "./with-database.js";

export function addExportCommand(program: Command): void {
  program
    .command("export")
    .description("write a game as a JSON file, or as a Retrosheet event file")
    .argument(...gameArgument)
    .option("-o, --output <file>", "the file to write; standard output by default")
    .option("--retrosheet", "as a Retrosheet event file")
    .action((gameId: string, { output, retrosheet }: { output?: string; retrosheet?: boolean }) =>
      withDatabase(async (database) => {
        const file = await readGame(database, gameIdOfArgument(gameId));
        const text = retrosheet ? writeEventFile(file) : writeGameFile(file);
        await writeLines(text.trimEnd().split("\n"), output);
      }),
    );
}
