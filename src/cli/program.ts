import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { MigrationFileError, MigrationHistoryError } from "../errors/index.js";
import { addBoxCommand } from "./box/command.js";
import { addChartCommand } from "./chart.js";
import { addDemoCommand } from "./demo/command.js";
import { addExportCommand } from "./export.js";
import { addGamesCommand } from "./games.js";
import { addImportCommand } from "./import.js";
import { addMigrateCommand } from "./migrate/command.js";
import { printLines, reportLines, reportProblem } from "./output.js";
import { addScoreCommand } from "./score.js";
import { addServeCommand } from "./serve.js";
import { addStatsCommand } from "./stats/command.js";
import { addVerifyCommand } from "./verify.js";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** `dugout` with all its commands. */
export function createProgram(): Command {
  const program = new Command("dugout")
    .configureOutput({
      writeOut: (text) => printLines(linesOf(text)),
      writeErr: (text) => reportLines(linesOf(text)),
      // What is wrong with an argument repeats the argument; only the proposal has a line of its own.
      outputError: (text) => reportLines(text.trimEnd().split(/\n(?=\(Did you mean)/)),
    })
    .description(
      "The persistence layer of a live baseball game: games, plays, lineups, rosters and sessions.",
    )
    .version(version)
    .addHelpText("after", "\nThe database is that of DATABASE_URL: postgresql://… or pglite:./folder.");
  for (const add of [
    addDemoCommand,
    addMigrateCommand,
    addGamesCommand,
    addExportCommand,
    addImportCommand,
    addScoreCommand,
    addVerifyCommand,
    addBoxCommand,
    addStatsCommand,
    addChartCommand,
    addServeCommand,
  ]) {
    add(program);
  }
  return program;
}

/** Runs one command, and reports what is wrong; the exit code is then 1. */
export async function runProgram(program: Command, argv?: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(argv, argv && { from: "user" });
  } catch (error) {
    // Commander has reported this already, and a caller has asked it not to exit.
    if (error instanceof CommanderError) throw error;
    reportError(error);
    process.exitCode = 1;
  }
}

/** Of the errors only those of migrations have several lines: they list problems. */
function reportError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const [first = "", ...others] = linesOfProblems(message, problemsOf(error));
  reportProblem(first);
  reportLines(others);
}

/** A message in its lines: what comes before the problems, each problem, what comes after them. */
function linesOfProblems(message: string, problems: readonly string[]): string[] {
  let rest = message;
  const lines: string[] = [];
  for (const problem of problems) {
    const at = rest.indexOf(`\n- ${problem}`);
    if (at < 0) continue;
    if (at > 0) lines.push(rest.slice(0, at));
    lines.push(`- ${problem}`);
    rest = rest.slice(at + problem.length + 3);
  }
  return rest === "" ? lines : [...lines, rest.replace(/^\n/, "")];
}

function problemsOf(error: unknown): string[] {
  const isOfMigrations = error instanceof MigrationFileError || error instanceof MigrationHistoryError;
  const problems = isOfMigrations ? error.details.problems : undefined;
  return Array.isArray(problems) ? problems.map(String) : [];
}

const linesOf = (text: string) => text.replace(/\n$/, "").split("\n");
