import type { Command } from "commander";
import { CommanderError } from "commander";
import { vi } from "vitest";
import { createProgram, runProgram } from "../../src/cli/program.js";
import type { CommandResult } from "./command-line.js";

/** Runs `dugout` in this process. One at a time, because it listens to what the process writes. */
export async function runHere(
  options: readonly string[],
  environment: Record<string, string> = {},
): Promise<CommandResult> {
  const said = { output: "", errors: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name === "stdout" ? "output" : "errors"] += text;
      return true;
    }),
  );
  for (const name of ["DATABASE_URL", "DATABASE_MIGRATION_URL"]) vi.stubEnv(name, environment[name]);
  const before = process.exitCode;
  process.exitCode = undefined;
  const program = createProgram();
  for (const command of [program, ...commandsOf(program)]) command.exitOverride();
  try {
    await runProgram(program, options);
    return { code: Number(process.exitCode ?? 0), ...said };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.exitCode, ...said };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

/** Every command below a command. */
export function commandsOf(command: Command): Command[] {
  return command.commands.flatMap((below) => [below, ...commandsOf(below)]);
}

/** `stats batting` */
export function pathOf(command: Command): string {
  const above = command.parent === null ? "" : pathOf(command.parent);
  return command.parent === null ? "" : `${above} ${command.name()}`.trim();
}
