import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** What a program printed, and the code that it ended with. */
export interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** A user's project with this built package in its node_modules. */
export class UserProject {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * @param packages what is installed beside this package, of the development's packages; left out, this package alone has all of
   *   them, and the project has Vitest and types
   */
  static async create(packages?: readonly string[]): Promise<UserProject> {
    const project = new UserProject(await mkdtemp(join(tmpdir(), "dugout-user-")));
    const modules = join(project.folder, "node_modules");
    const own = join(modules, "dugout");
    await mkdir(own, { recursive: true });
    for (const part of ["package.json", "migrations"]) {
      await cp(join(root, part), join(own, part), { recursive: true });
    }
    if (packages === undefined) await symlink(join(root, "node_modules"), join(own, "node_modules"));
    for (const name of packages ?? ["vitest", "@types"]) {
      await mkdir(dirname(join(modules, name)), { recursive: true });
      await symlink(join(root, "node_modules", name), join(modules, name));
    }
    const { code, output } = await run(process.execPath, [
      join(root, "scripts/build.mjs"),
      ...["--outdir", join(own, "dist")],
    ]);
    if (code !== 0) throw new Error(`the package could not be built: ${output}`);
    return project;
  }

  /** Runs a program in the project's folder, with this database as its DATABASE_URL; undefined for none. */
  run(program: string, given: readonly string[], databaseUrl: string | undefined): Promise<Run> {
    return run(program, given, { cwd: this.folder, databaseUrl });
  }

  async dispose(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

/** A program that comes with one of the development dependencies. */
export const tool = (name: string) => join(root, "node_modules/.bin", name);

/** Runs a program in a folder. */
export const runIn = (cwd: string, program: string, given: readonly string[]): Promise<Run> =>
  run(program, given, { cwd });

async function run(
  program: string,
  given: readonly string[],
  { cwd = root, databaseUrl }: { cwd?: string; databaseUrl?: string | undefined } = {},
): Promise<Run> {
  const { NODE_OPTIONS: _, VITEST: __, NODE_TEST_CONTEXT: ___, ...inherited } = process.env;
  const env = { ...inherited, NO_COLOR: "1", DATABASE_URL: databaseUrl };
  const child = spawn(program, given, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const code = await new Promise<number | null>((done, failed) => {
    child.once("error", failed).once("close", done);
  });
  return { code, output };
}
