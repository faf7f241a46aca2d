import { type CommandResult, dugout } from "./command-line.js";

/** Runs `dugout migrate …` in this process. */
export function migrateCommand(
  options: readonly string[],
  environment: Record<string, string> = {},
): Promise<CommandResult> {
  return dugout(["migrate", ...options], environment);
}
