// Prepares what the benchmark needs (dugout built, the peers installed, their code generated and compiled), and
// runs it with the options that were given.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const bench = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));

function run(command, given, cwd, env = {}) {
  const { status } = spawnSync(command, given, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", 2, "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`${command} ${given.join(" ")} ended with ${status}`);
}

run("npm", ["run", "--silent", "build"], root);

const lock = readFileSync(`${bench}package-lock.json`, "utf8");
const installed = `${bench}node_modules/.installed-lock`;
if (!existsSync(installed) || readFileSync(installed, "utf8") !== lock) {
  // No install script is needed: Prisma runs without engines here, and the rest is JavaScript.
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], bench);
  writeFileSync(installed, lock);
}

// The package as its users have it: by its name.
rmSync(`${bench}node_modules/dugout`, { force: true });
symlinkSync(root, `${bench}node_modules/dugout`, "junction");

// Generating a client does not run an engine, but checks that the file exists, so any file is enough.
run("npx", ["prisma", "generate", "--schema", "src/subjects/prisma/schema.prisma"], bench, {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
});

if (!existsSync(`${bench}.venv`)) {
  // If this fails, the subject is reported as missing.
  const pip = `${bench}.venv/bin/pip`;
  spawnSync("python3", ["-m", "venv", `${bench}.venv`], { stdio: "ignore" });
  const given = ["install", "--quiet", "--requirement", `${bench}python/requirements.txt`];
  const { status } = spawnSync(pip, given, { stdio: "ignore" });
  if (status !== 0) rmSync(`${bench}.venv`, { recursive: true, force: true });
}

rmSync(`${bench}build`, { recursive: true, force: true });
run(`${root}node_modules/.bin/tsc`, ["-p", bench, "--noEmit", "false"], bench);
process.chdir(root);
await import(new URL("build/bench/src/main.js", import.meta.url).href);
