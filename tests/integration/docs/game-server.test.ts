import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const example = fileURLToPath(new URL("../../../examples/game-server/run.js", import.meta.url));
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});

afterAll(() => database.drop());

test("two managers play a game on the example server, and they and a spectator see every play once, across a crash of the server", async () => {
  const child = spawn(process.execPath, [example], {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that the server it starts can be ended with it.
    detached: true,
  });
  onTestFinished(() => endGroup(child.pid));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, "close");
  expect(output).toMatch(/The server is killed\.\nGame \S+ continues: /);
  expect(output.match(/plays: the very ones\./g)).toHaveLength(3);
  expect(output).toContain("The game adds up.");
  expect(code).toBe(0);
});

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // The process group has already ended.
  }
}
