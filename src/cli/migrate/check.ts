import type { Command } from "commander";
import { checkSchema } from "../../migrations/check.js";
import { readMigrations } from "../../migrations/folder.js";
import { formatFindings } from "../../migrations/lint/finding.js";
import { lintMigrations } from "../../migrations/lint/lint.js";
import { printJson, printLine, printLines } from "../output.js";
import { withMigrationDatabase } from "../with-database.js";
import { folderOption } from "./folder-option.js";

interface CheckFlags {
  readonly allow?: string[];
  readonly json?: true;
  readonly folder?: string;
}

/** `check` and `lint`: both answer by their exit code too. */
export function addCheckCommands(migrate: Command): void {
  migrate
    .command("check")
    .description("tell whether this database is exactly what the migrations make")
    .option("--allow <name...>", "tables, views and other things in the schema that are somebody else's")
    .option("--json", "print JSON")
    .option(...folderOption)
    .action((flags: CheckFlags) => withMigrationDatabase((database) => check(database, flags)));
  migrate
    .command("lint")
    .description(
      "name the statements that would lock or rewrite a big table, and the safe way; asks no database",
    )
    .option("--json", "print JSON")
    .option(...folderOption)
    .action(lint);
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

async function lint({ folder, json }: CheckFlags): Promise<void> {
  const migrations = await readMigrations(folder);
  const findings = lintMigrations(migrations);
  if (json) printJson({ findings });
  else if (findings.length === 0) printLine(`Nothing to say about ${migrations.length} migrations.`);
  else printLines(formatFindings(findings).split("\n"));
  if (findings.length > 0) process.exitCode = 1;
}
