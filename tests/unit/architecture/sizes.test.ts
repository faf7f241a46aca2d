import { expect, test } from "vitest";
import { readSources } from "../../support/source-imports.js";

const files = await readSources();

/** A public class stays in one file with its documentation. */
const documentedClasses = ["operations/database-operations.ts"];

test("no file is longer than 300 lines, but for documented classes", () => {
  const lengths = files.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }));
  const long = lengths.filter(({ lines }) => lines > 300).map(({ path }) => path);
  expect(long).toEqual(documentedClasses);
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
