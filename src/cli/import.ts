import type { Command } from "commander";
import { recordGame } from "../import/game-file/record.js";
import { DatabaseOperations } from "../operations/database-operations.js";
import { addImportSeasonCommand } from "./import-season.js";
import { printLine } from "./output.js";
import { readGameFile } from "./read-game-file.js";
import { withDatabase } from "./with-database.js";

export function addImportCommand(program: Command): void {
  const command = program
    .command("import")
    .description("record a game file completely, or not at all; or import a season")
    .argument("<file>")
    .action(async (path: string) => {
      const file = await readGameFile(path);
      await withDatabase((database) =>
        database.transaction((session) => recordGame(new DatabaseOperations(session), file)),
      );
      printLine(
        `Imported game ${file.game.id}: ${file.plays.length} plays, ${file.lineups.length} lineup entries.`,
      );
    });
  addImportSeasonCommand(command);
}
