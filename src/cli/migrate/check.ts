import type { Command } from "commander";
import { checkSchema } from "../../migrations/check.js";
import { printJson, printLine, printLines } from "../output.js";
import { withMigrationDatabase } from "../with-database.js";
import { folderOption } from "./folder-option.js";

interface CheckFlags {
  readonly allow?: string[];
  readonly json?: true;
  readonly folder?: string;
}

/** `check` answers by its exit code too. */
export function addCheckCommand(migrate: Command): void {
  migrate
    .command("check")
    .description("compare this database with what the migrations make")
    .option("--allow <name...>", "other tables, views and objects that may be in the schema")
    .option("--json", "print JSON")
    .option(...folderOption)
    .action((flags: CheckFlags) => withMigrationDatabase((database) => check(database, flags)));
}

async function check(
  database: Parameters<typeof checkSchema>[0],
  { allow, folder, json }: CheckFlags,
): Promise<void> {
  const problems = await checkSchema(database, { ...(allow && { allow }), ...(folder && { folder }) });
  if (json) printJson({ problems });
  else if (problems.length === 0) printLine(`${database.target} is what the migrations make.`);
  else printLines(problems);
  if (problems.length > 0) process.exitCode = 1;
}
