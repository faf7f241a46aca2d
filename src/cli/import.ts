import type { Command } from "commander";
import { recordGame } from "../import/game-file/record-game.js";
import { DatabaseOperations } from "../operations/database-operations.js";
import { addImportSeasonCommand } from "./import-season.js";
import { printLine, printLines } from "./output.js";
import { readGameFile } from "./read-game-file.js";
import { withDatabase } from "./with-database.js";

export function addImportCommand(program: Command): void {
  const command = program
    .command("import")
    .description("record a game file completely, or not at all; or import a season")
    .argument("<file>")
    .action(async (path: string) => {
      const file = await readGameFile(path);
      const notices = await withDatabase((database) =>
        database.transaction((session) => recordGame(new DatabaseOperations(session), file)),
      );
      printLine(
        `Imported game ${file.game.id}: ${file.plays.length} plays, ${file.lineups.length} lineup entries.`,
      );
      printLines(notices.map((notice) => `Not as a game server records it: ${notice}`));
    });
  addImportSeasonCommand(command);
}
