import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { callerOf } from "../../../src/session/work.js";

const source = fileURLToPath(new URL("../../../src/", import.meta.url));

function withStack(...frames: string[]): Error {
  const error = new Error("opened here");
  error.stack = ["Error: opened here", ...frames.map((frame) => `    at ${frame}`)].join("\n");
  return error;
}

test("the caller is the first place outside this package", () => {
  const trace = withStack(
    `Database.session (${source}session/database.ts:80:1)`,
    `open (file://${source}session/database.ts:90:1)`,
    "scoreboard (/srv/app/scoreboard.js:7:1)",
    "main (/srv/app/main.js:1:1)",
  );
  expect(callerOf(trace)).toBe("at scoreboard (/srv/app/scoreboard.js:7:1)");
});

test("places inside Node.js are passed over", () => {
  const trace = withStack("process (node:internal/process/task_queues:95:5)", "/srv/app/main.js:1:1");
  expect(callerOf(trace)).toBe("at /srv/app/main.js:1:1");
});

test("a caller in this file is found from a real stack", () => {
  expect(callerOf(new Error("here"))).toContain("caller-of.test.ts");
});

test("a stack that tells nothing is an unknown place", () => {
  expect(callerOf(undefined)).toBe("at an unknown place");
  expect(callerOf(withStack())).toBe("at an unknown place");
  expect(callerOf(withStack(`open (${source}session/database.ts:90:1)`))).toBe("at an unknown place");
  const bare = new Error("x");
  delete bare.stack;
  expect(callerOf(bare)).toBe("at an unknown place");
});
