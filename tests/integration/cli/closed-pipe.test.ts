import { once } from "node:events";
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { expect, test } from "vitest";
import { startDugout } from "../../support/command-line.js";
import { needs } from "../../support/needs.js";

test("a command whose output pipe is closed continues, and reports nothing", async () => {
  const child = startDugout(["--help"]);
  child.stdout.destroy();
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, "close");
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
});

test(
  "a command whose output cannot be written says so in one line, and its exit code is 1",
  needs(existsSync("/dev/full"), "there is no /dev/full"),
  async () => {
    await using full = await open("/dev/full", "w");
    const child = startDugout(["score", "S8"], {}, full.fd);
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    const [code] = await once(child, "close");
    expect(code).toBe(1);
    expect(errors).toMatch(/^dugout: The output cannot be written: ENOSPC.*\.\n$/);
  },
);
