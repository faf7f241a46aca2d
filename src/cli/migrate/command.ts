import type { Command } from "commander";
import { addApplyCommands } from "./apply.js";
import { addCheckCommand } from "./check.js";
import { addStatusCommands } from "./status.js";

export function addMigrateCommand(program: Command): void {
  const migrate = program
    .command("migrate")
    .description("migrate the schema up or down, and show its revision")
    .addHelpText(
      "after",
      "\nA revision is head, base, a number (2, 002), a whole name, or steps from here (+1, -1)." +
        "\nDATABASE_MIGRATION_URL is used instead of DATABASE_URL where it is set: a direct one, past a pooler.",
    );
  for (const add of [addApplyCommands, addStatusCommands, addCheckCommand]) add(migrate);
}
