import { basename } from "node:path";
import { expect, test } from "vitest";
import { readSources } from "../../support/source-imports.js";

test("no two source files have the same base name", async () => {
  const paths = (await readSources()).map(({ path }) => path);
  const repeated = paths.filter((path) =>
    paths.some((other) => other !== path && basename(other) === basename(path)),
  );
  expect(repeated).toEqual([]);
});
