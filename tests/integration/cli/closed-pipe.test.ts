import { once } from "node:events";
import { expect, test } from "vitest";
import { startDugout } from "../../support/command-line.js";

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
