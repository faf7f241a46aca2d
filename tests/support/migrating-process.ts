import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** A process of `dugout migrate up` that can be killed in the middle. */
export class MigratingProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #output = "";

  constructor(url: string, folder: string) {
    this.#child = spawn(
      process.execPath,
      [main, "migrate", "up", "--folder", folder, "--lock-timeout", "0"],
      {
        env: { ...process.env, DATABASE_URL: url, DATABASE_MIGRATION_URL: url },
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    this.#child.stdout?.on("data", (chunk) => {
      this.#output += chunk;
    });
    this.#ended = once(this.#child, "exit");
  }

  /** The migrations that it has run. */
  get done(): string[] {
    return [...this.#output.matchAll(/^up (\S+)/gm)].map(([, name]) => name as string);
  }

  /** Kills it with SIGKILL, so that it cannot clean up. */
  async kill(): Promise<void> {
    if (!this.#child.kill("SIGKILL")) throw new Error("the process had ended before it was killed");
    await this.#ended;
  }
}
