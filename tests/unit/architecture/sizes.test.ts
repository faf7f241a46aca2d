import { expect, test } from "vitest";
import { readSources } from "../../support/source-imports.js";

const files = await readSources();

test("no file is longer than 300 lines", () => {
  const lengths = files.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }));
  expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
  expect(lengths.filter(({ lines }) => lines < 1)).toEqual([]);
});

const faces = files.filter(({ path }) => !path.includes("/"));

test("the package has its faces", () => {
  expect(faces.map(({ path }) => path)).toContain("index.ts");
});

test.each(faces.map(({ path, text }) => [path, text]))("%s only passes on what others define", (_, text) => {
  const passing = /^export (?:type )?(?:\*|\{[^}]*\}) from "[^"]+";$/gm;
  const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
  expect(text.replace(comments, "").replace(passing, "").trim()).toBe("");
  expect(text.match(passing)).not.toBeNull();
});
