import type { Command } from "commander";
import { folderOption } from "../src/cli/migrate-command.js";
import { printJson, printLine, printLines } from "../src/cli/output.js";
import { newProgram } from "../src/cli/run-program.js";
import { readMigrations } from "../src/migrations/migration-folder.js";
import { formatFindings } from "./lint/finding.js";
import { lintMigrations } from "./lint/lint.js";
import { writeNewMigrations } from "./new-migrations.js";
import { squawkFindings } from "./squawk.js";

/** The commands for maintainers of the schema: `npm run migrate:new`, `migrate:lint` and `migrate:squawk`. */
export function createMigrateTools(): Command {
  const program = newProgram("npm run migrate:…");
  program
    .command("new")
    .description("write the next migration's file, for you to finish")
    .argument("<name>", "what it does, such as add_weather_to_games")
    .option("--autogenerate", "draft it from what the models have and the migrations have not")
    .option(...folderOption)
    .action(writeNew);
  program
    .command("lint")
    .description(
      "name the statements that would lock or rewrite a big table, and the safe way; asks no database",
    )
    .option("--json", "print JSON")
    .option(...folderOption)
    .action(lint);
  program
    .command("squawk")
    .description("ask squawk, another linter, what it finds")
    .option(...folderOption)
    .action(squawk);
  return program;
}

interface NewFlags {
  readonly autogenerate?: true;
  readonly folder?: string;
}

async function writeNew(name: string, { autogenerate, folder }: NewFlags): Promise<void> {
  const paths = await writeNewMigrations(name, {
    isDrafted: autogenerate === true,
    ...(folder && { folder }),
  });
  if (paths.length === 0) {
    printLine("The migrations make what the models describe: there is nothing to draft.");
  }
  printLines(paths);
}

interface LintFlags {
  readonly json?: true;
  readonly folder?: string;
}

/** The exit code is 1 if there are findings. */
async function lint({ folder, json }: LintFlags): Promise<void> {
  const migrations = await readMigrations(folder);
  const findings = lintMigrations(migrations);
  if (json) printJson({ findings });
  else if (findings.length === 0) printLine(`Nothing to say about ${migrations.length} migrations.`);
  else printLines(formatFindings(findings).split("\n"));
  if (findings.length > 0) process.exitCode = 1;
}

async function squawk({ folder }: LintFlags): Promise<void> {
  const migrations = await readMigrations(folder);
  const findings = squawkFindings(migrations);
  if (findings.length === 0) printLine(`squawk finds nothing in ${migrations.length} migrations.`);
  else printLines(findings);
  if (findings.length > 0) process.exitCode = 1;
}
