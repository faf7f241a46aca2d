import { basename } from "node:path";
import { expect, test } from "vitest";
import { readSources } from "../../support/source-imports.js";

/** An entry point is called as its users import it, and an `index.ts` as its folder. */
const isExempt = (path: string) => !path.includes("/") || basename(path) === "index.ts";

/** Commands are called as users type them: `dugout export` is in `cli/export.ts`. */
const ofCommands = ["apply.ts", "check.ts", "command.ts", "export.ts", "main.ts", "status.ts"];

test("no two source files have the same base name, but for those of commands", async () => {
  const paths = (await readSources()).map(({ path }) => path).filter((path) => !isExempt(path));
  const names = paths.map((path) => basename(path));
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  expect(repeated.filter((name) => !ofCommands.includes(name))).toEqual([]);
});
