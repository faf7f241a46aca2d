import { basename } from "node:path";
import { expect, test } from "vitest";
import { readSources } from "../../support/source-imports.js";

/** An entry point is called as its users import it, and an `index.ts` as its folder. */
const isExempt = (path: string) => !path.includes("/") || basename(path) === "index.ts";

/** Commands are called as users type them: `dugout export` is in `cli/export.ts`. */
const ofCommands = ["apply.ts", "check.ts", "command.ts", "export.ts", "main.ts", "status.ts"];
/** Two positions: of a statement in a migration file, and of a follower in a game. */
const others = ["position.ts"];

test("no two source files have the same base name", async () => {
  const names = (await readSources())
    .map(({ path }) => path)
    .filter((path) => !isExempt(path))
    .map((path) => basename(path));
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  expect([...new Set(repeated)].toSorted()).toEqual([...ofCommands, ...others].toSorted());
});
