import type { Command } from "commander";
import { writeNewMigrations } from "../../migrations/new-files.js";
import { printLine, printLines } from "../output.js";
import { folderOption } from "./folder-option.js";

export function addNewCommand(migrate: Command): void {
  migrate
    .command("new")
    .description("write the next migration's file, for you to finish")
    .argument("<name>", "what it does, such as add_weather_to_games")
    .option("--autogenerate", "draft it from what the models have and the migrations have not")
    .option(...folderOption)
    .action(
      async (name: string, { autogenerate = false, folder }: { autogenerate?: boolean; folder?: string }) => {
        const paths = await writeNewMigrations(name, { isDrafted: autogenerate, ...(folder && { folder }) });
        if (paths.length === 0)
          printLine("The migrations make what the models describe: there is nothing to draft.");
        printLines(paths);
      },
    );
}
