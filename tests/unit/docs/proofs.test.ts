import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { pageOf, root } from "../../support/markdown.js";

it("every edge case in docs/proofs.md names existing tests", () => {
  const [, section = ""] = pageOf("docs/proofs.md").text.split("## The live feed's edge cases");
  const rows = section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(1);
  expect(rows.length).toBeGreaterThanOrEqual(25);
  const missing = rows.flatMap((row) => {
    const cell = row.split(" | ").at(-1) ?? "";
    const files = [...cell.matchAll(/`([^`]+)` ((?:"[^"]+"(?:, )?)+)/g)];
    expect(files.length, row).toBeGreaterThan(0);
    return files.flatMap(([, file = "", titles = ""]) => {
      const path = [`${file}.test.ts`, `${file}.ts`]
        .map((name) => join(root, "tests", name))
        .find(existsSync);
      const code = path === undefined ? "" : readFileSync(path, "utf8");
      const named = [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => title);
      return named.filter((title) => !code.includes(title)).map((title) => `${file}: ${title}`);
    });
  });
  expect(missing).toEqual([]);
});
