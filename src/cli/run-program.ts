import { Command, CommanderError } from "commander";
import { MigrationFileError, MigrationHistoryError } from "../errors/errors.js";
import { printLines, reportLines, reportProblem } from "./output.js";

/** A program without commands, which prints help and complaints about arguments in a form that is safe for a terminal. */
export function newProgram(name: string): Command {
  return new Command(name).configureOutput({
    writeOut: (text) => printLines(linesOf(text)),
    writeErr: (text) => reportLines(linesOf(text)),
    // A message about an argument contains the argument; only the suggestion is on a line of its own.
    outputError: (text) => reportLines(text.trimEnd().split(/\n(?=\(Did you mean)/)),
  });
}

/** Runs one command. If it fails, prints the error and sets the exit code to 1. */
export async function runProgram(program: Command, argv?: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(argv, argv && { from: "user" });
  } catch (error) {
    // Commander has already printed this; it throws because the caller called exitOverride().
    if (error instanceof CommanderError) throw error;
    reportError(error);
    process.exitCode = 1;
  }
}

/** Only errors of migrations have several lines: they list problems. */
function reportError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const [first = "", ...others] = linesOfProblems(message, problemsOf(error));
  reportProblem(first);
  reportLines(others);
}

/** Splits a message into lines: the text before the problems, each problem, and the text after them. */
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

/** Resolves at SIGINT or SIGTERM. A second one ends the process as usual. */
export async function untilAskedToEnd(): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      process.off("SIGINT", end).off("SIGTERM", end);
      resolve();
    };
    process.on("SIGINT", end).on("SIGTERM", end);
  });
}
