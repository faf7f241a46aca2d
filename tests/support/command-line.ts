import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs `dugout` as a user would, as a process of its own. */
export function dugout(
  options: readonly string[],
  environment: Record<string, string> = {},
): Promise<CommandResult> {
  const child = startDugout(options, environment);
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output, errors }));
  });
}

/** Starts `dugout` as a process of its own, for those who do something to it while it runs. */
export function startDugout(options: readonly string[], environment: Record<string, string> = {}) {
  if (!existsSync(main)) throw new Error("dist/ is missing: run `npm run build`, or the tests by `npm test`");
  const { DATABASE_URL: _, DATABASE_MIGRATION_URL: __, ...inherited } = process.env;
  return spawn(process.execPath, [main, ...options], {
    env: { ...inherited, NO_COLOR: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
