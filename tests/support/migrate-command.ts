import { Command, CommanderError } from "commander";
import { vi } from "vitest";
import { addMigrateCommand } from "../../src/cli/migrate/command.js";
import type { CommandResult } from "./command-line.js";

/**
 * Runs `dugout migrate …` as the program does, but in this process: starting one for each would take a minute. One at
 * a time, because it listens to what the process writes.
 */
export async function migrateCommand(
  options: readonly string[],
  environment: Record<string, string> = {},
): Promise<CommandResult> {
  const said = { output: "", errors: "" };
  const restore = listen(said);
  for (const name of ["DATABASE_URL", "DATABASE_MIGRATION_URL"]) vi.stubEnv(name, environment[name]);
  const program = new Command("dugout").exitOverride().configureOutput({
    writeOut: (text) => {
      said.output += text;
    },
    writeErr: (text) => {
      said.errors += text;
    },
  });
  addMigrateCommand(program);
  try {
    await program.parseAsync(["migrate", ...options], { from: "user" });
    return { code: 0, ...said };
  } catch (error) {
    if (!(error instanceof CommanderError)) said.errors += `dugout: ${(error as Error).message}\n`;
    return { code: error instanceof CommanderError ? error.exitCode : 1, ...said };
  } finally {
    restore();
    vi.unstubAllEnvs();
  }
}

function listen(said: { output: string; errors: string }): () => void {
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      said.output += text;
      return true;
    }),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      said.errors += text;
      return true;
    }),
  ];
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
}
