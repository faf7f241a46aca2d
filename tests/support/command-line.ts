import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type Command, CommanderError } from "commander";
import { vi } from "vitest";
import { createProgram } from "../../src/cli/program.js";
import { runProgram } from "../../src/cli/run-program.js";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

type Environment = Record<string, string>;

const withoutDatabase = { DATABASE_URL: undefined, DATABASE_MIGRATION_URL: undefined };
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `dugout` in this process, because starting a process for each call takes most of a test's time. Calls run one
 * after the other: each captures the console.
 */
export function dugout(options: readonly string[], environment: Environment = {}): Promise<CommandResult> {
  return runInProcess(createProgram, options, environment);
}

/** Runs a program in this process, as {@link dugout} runs `dugout`. */
export function runInProcess(
  create: () => Command,
  options: readonly string[],
  environment: Environment = {},
): Promise<CommandResult> {
  const result = last.then(() => runHere(create(), options, environment));
  last = result.catch(() => {});
  return result;
}

/** Runs `dugout` as a user does, as a separate process, from `dist/`. */
export function spawnDugout(
  options: readonly string[],
  environment: Environment = {},
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

/**
 * Starts `dugout` as a separate process, for tests that do something while it runs.
 *
 * @param output the descriptor of a file that its standard output goes to
 */
export function startDugout(options: readonly string[], environment: Environment = {}, output?: number) {
  if (!existsSync(main)) throw new Error("dist/ is missing: run `npm run build`, or the tests by `npm test`");
  const { DATABASE_URL: _, DATABASE_MIGRATION_URL: __, ...inherited } = process.env;
  return spawn(process.execPath, [main, ...options], {
    env: { ...inherited, NO_COLOR: "1", ...environment },
    stdio: ["ignore", output ?? "pipe", "pipe"],
  }) as ChildProcessByStdio<null, Readable, Readable>;
}

/** Runs a program, and listens to what the process writes meanwhile. */
async function runHere(
  program: Command,
  options: readonly string[],
  environment: Environment,
): Promise<CommandResult> {
  const written = { output: "", errors: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name === "stdout" ? "output" : "errors"] += text;
      return true;
    }),
  );
  const { exitCode } = process;
  process.exitCode = undefined;
  for (const [name, value] of Object.entries({ ...withoutDatabase, NO_COLOR: "1", ...environment }))
    vi.stubEnv(name, value);
  for (const command of [program, ...commandsOf(program)]) command.exitOverride();
  try {
    await runProgram(program, options);
    return { code: Number(process.exitCode ?? 0), ...written };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.exitCode, ...written };
  } finally {
    process.exitCode = exitCode;
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
