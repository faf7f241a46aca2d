import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The current package, compiled into a separate folder, for tests that need another process. */
export class BuiltPackage {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<BuiltPackage> {
    const folder = await mkdtemp(join(tmpdir(), "dugout-built-"));
    for (const name of ["node_modules", "migrations"]) await symlink(join(root, name), join(folder, name));
    await writeFile(
      join(folder, "package.json"),
      '{ "name": "dugout", "version": "0.0.0", "type": "module" }',
    );
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const files = [
      "--emitDeclarationOnly",
      "false",
      "--declaration",
      "false",
      "--outDir",
      join(folder, "dist"),
    ];
    const options = ["-p", join(root, "tsconfig.build.json"), ...files];
    const child = spawn(process.execPath, [compiler, ...options], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child, "close");
    return new BuiltPackage(folder);
  }

  /** Its folder, with its modules in `dist/`. */
  get folder(): string {
    return this.#folder;
  }

  /** Runs a module in another process; in it, `dugout` is the main entry point, and `entry("stats")` loads another. */
  run(script: string, ...values: string[]): Other {
    return this.runWith([], script, ...values);
  }

  /** The same as `run`, with options of Node. */
  runWith(nodeOptions: readonly string[], script: string, ...values: string[]): Other {
    const dist = pathToFileURL(join(this.#folder, "dist")).href;
    const text = `import * as dugout from "${dist}/index.js";
const entry = (name) => import(\`${dist}/\${name}.js\`);
${script}`;
    return new Other(
      spawn(process.execPath, [...nodeOptions, "--input-type=module", "-e", text, ...values], {
        cwd: this.#folder,
        stdio: ["pipe", "pipe", "inherit"],
      }),
    );
  }

  async dispose(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Another process, which reports its progress by lines. */
export class Other {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<unknown>;

  constructor(process: ChildProcess) {
    this.#process = process;
    this.#ended = once(process, "exit");
    this.#lines = createInterface({ input: process.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.#process.pid as number;
  }

  /** The next line that it writes. */
  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the process ended, with code ${this.#process.exitCode}`);
    return value;
  }

  async end(signal?: NodeJS.Signals): Promise<void> {
    if (signal === undefined) this.#process.stdin?.end();
    else this.#process.kill(signal);
    await this.#ended;
  }
}
