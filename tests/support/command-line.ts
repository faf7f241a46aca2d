import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

type Environment = Record<string, string>;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `dugout` in this process, because starting a process for each call takes most of a test's time. Calls run one
 * after the other: each captures the console.
 */
export function dugout(options: readonly string[], environment: Environment = {}): Promise<CommandResult> {
  const result = last.then(() => runHere(options, environment));
  last = result.catch(() => {});
  return result;
}

/** Runs `dugout` as a user does, as a process of its own, from `dist/`. */
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

/** Starts `dugout` as a process of its own, for those who do something to it while it runs. */
export function startDugout(options: readonly string[], environment: Environment = {}) {
  if (!existsSync(main)) throw new Error("dist/ is missing: run `npm run build`, or the tests by `npm test`");
  const { DATABASE_URL: _, DATABASE_MIGRATION_URL: __, ...inherited } = process.env;
  return spawn(process.execPath, [main, ...options], {
    env: { ...inherited, NO_COLOR: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

const source = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const withoutDatabase = { DATABASE_URL: undefined, DATABASE_MIGRATION_URL: undefined };
let runs = 0;

async function runHere(options: readonly string[], environment: Environment): Promise<CommandResult> {
  const { argv, exitCode } = process;
  for (const [name, value] of Object.entries({ ...withoutDatabase, NO_COLOR: "1", ...environment }))
    vi.stubEnv(name, value);
  process.argv = [process.execPath, main, ...options];
  process.exitCode = 0;
  runs += 1;
  const captured = capture();
  try {
    // Another address is another run: the module parses the command line as it is loaded.
    await import(/* @vite-ignore */ `${source}?run=${runs}`);
    return captured.result();
  } finally {
    captured.release();
    vi.unstubAllEnvs();
    process.argv = argv;
    process.exitCode = exitCode;
  }
}

/** Captures what is written, until the program ends itself: nothing comes after that. */
function capture() {
  const texts = { output: "", errors: "" };
  let end: number | undefined;
  const to = (name: keyof typeof texts, ending: string) => (text: unknown) => {
    if (end === undefined) texts[name] += `${text}${ending}`;
    return true;
  };
  const spies = [
    vi.spyOn(console, "log").mockImplementation(to("output", "\n")),
    vi.spyOn(console, "error").mockImplementation(to("errors", "\n")),
    vi.spyOn(process.stdout, "write").mockImplementation(to("output", "")),
    vi.spyOn(process.stderr, "write").mockImplementation(to("errors", "")),
    vi.spyOn(process, "exit").mockImplementation((code) => {
      end ??= Number(code ?? process.exitCode);
      throw new Error("the process has ended");
    }),
  ];
  return {
    result: (): CommandResult => ({ code: end ?? Number(process.exitCode), ...texts }),
    release: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
