import type { Command } from "commander";
import { readGameFile } from "../import/game-file/parse-game-file.js";
import { recordGame } from "../import/game-file/record-game.js";
import { importSeason } from "../import/season/import-season-files.js";
import type { SeasonImport } from "../import/season/season-import.js";
import { DatabaseOperations } from "../operations/database-operations.js";
import { counted, ImportProgressLine } from "./import-progress.js";
import { printLine, printLines } from "./output.js";
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
      printLines(notices.map((notice) => `Recorded differently from a game server: ${notice}`));
    });
  addImportSeasonCommand(command);
}

interface SeasonFlags {
  readonly season?: string;
  readonly dryRun?: boolean;
  readonly throughOperations?: boolean;
}

function addImportSeasonCommand(parent: Command): void {
  parent
    .command("season")
    .description("store the games of Retrosheet's event files; run it again to continue")
    .argument(
      "<paths...>",
      "folders, zip archives, or files one by one: event files, rosters, lists of teams",
    )
    .option("--season <name>", "the season that the games belong to (default: the year of each game)")
    .option("--dry-run", "check and compare with what is stored, without storing anything")
    .option("--through-operations", "record play by play as a live server does; much slower")
    .addHelpText("after", "\nThe exit code is 0 only if every game with plays is stored.")
    .action(async (paths: string[], flags: SeasonFlags) => {
      const line = new ImportProgressLine();
      try {
        const result = await withDatabase((database) =>
          importSeason(database, {
            paths,
            ...flags,
            onProgress: (progress) => line.show(progress),
            onProblem: ({ message }) => line.complain(message),
            onNotice: (notice) => line.complain(notice),
          }),
        );
        const seconds = line.end();
        printLines(summary(result, { seconds, isDryRun: flags.dryRun ?? false }));
        if (result.problems.length > 0) process.exitCode = 1;
      } finally {
        line.end();
      }
    });
}

function summary(
  { games, plays, alreadyStored, refused, skipped, isReadToTheEnd }: SeasonImport,
  { seconds, isDryRun }: { seconds: number; isDryRun: boolean },
): string[] {
  const what = games === 0 ? "nothing" : `${gamesText(games)}, ${counted(plays)} plays`;
  const speed = `${seconds.toFixed(1)} s, ${counted(Math.round(plays / seconds))} plays a second`;
  return [
    isDryRun ? `Would import ${what}. Nothing was stored.` : `Imported ${what} (${speed}).`,
    ...(alreadyStored > 0 ? [`Already stored, unchanged: ${gamesText(alreadyStored)}.`] : []),
    ...(refused > 0 ? [`Refused: ${gamesText(refused)}. See the reasons above.`] : []),
    ...(skipped > 0 ? [`Skipped, without plays: ${counted(skipped)}.`] : []),
    ...(isReadToTheEnd ? [] : ["Not everything was read. Fix the file and run the same command again."]),
  ];
}

const gamesText = (count: number) => `${counted(count)} ${count === 1 ? "game" : "games"}`;
