import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { readSources } from "../../support/source-imports.js";

const files = await readSources();

/** A public class stays in one file with its documentation, and so does a table with that of its columns. */
const documented = ["models/plays-table.ts", "operations/database-operations.ts", "session/database.ts"];
/** The code that every call runs through also stays together, so that a reader who follows one call reads few files. */
const ofEveryCall = [
  ...["connection/pg-connection.ts", "connection/pg-pool.ts", "connection/protocol-guard.ts"],
  ...["models/validate.ts", "rules/situation.ts", "statements/statement.ts"],
];

test("no file is longer than 300 lines, except for documented classes and tables, and what every call runs through", () => {
  const lengths = files.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }));
  const long = lengths.filter(({ lines }) => lines > 300).map(({ path }) => path);
  expect(long.toSorted()).toEqual([...documented, ...ofEveryCall].toSorted());
  expect(lengths.filter(({ lines }) => lines > 520)).toEqual([]);
  expect(lengths.filter(({ lines }) => lines < 1)).toEqual([]);
});

const faces = files.filter(({ path }) => !path.includes("/"));

test("the package has its entry points", async () => {
  const text = await readFile(new URL("../../../package.json", import.meta.url), "utf8");
  const { exports } = JSON.parse(text) as { exports: Readonly<Record<string, unknown>> };
  const names = Object.keys(exports)
    .filter((name) => name !== "./package.json")
    .map((name) => (name === "." ? "index.ts" : `${name.slice(2)}.ts`));
  expect(faces.map(({ path }) => path)).toEqual(names.toSorted());
});

test("nothing is exported by two entry points", async () => {
  const exportedBy = new Map<string, string[]>();
  for (const { path } of faces) {
    const entry = (await import(`../../../src/${path.replace(/\.ts$/, "")}.ts`)) as object;
    for (const name of Object.keys(entry)) exportedBy.set(name, [...(exportedBy.get(name) ?? []), path]);
  }
  expect([...exportedBy].filter(([, paths]) => paths.length > 1)).toEqual([]);
});

test.each(faces.map(({ path, text }) => [path, text]))("%s only re-exports", (_, text) => {
  const passing = /^export (?:type )?(?:\*|\{[^}]*\}) from "[^"]+";$/gm;
  const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
  expect(text.replace(comments, "").replace(passing, "").trim()).toBe("");
  expect(text.match(passing)).not.toBeNull();
});
