import { expect, test } from "vitest";
import { floorOf, readSources } from "../../support/source-imports.js";

const files = await readSources();

test("every file belongs to a floor", () => {
  expect(files.length).toBeGreaterThan(60);
  expect(files.filter(({ path }) => floorOf(path) === undefined).map(({ path }) => path)).toEqual([]);
});

test("no file imports a file of a higher floor", () => {
  const upward = files.flatMap(({ path, imports }) =>
    imports
      .filter((imported) => (floorOf(imported) ?? Number.POSITIVE_INFINITY) > (floorOf(path) ?? 0))
      .map((imported) => `${path} imports ${imported}`),
  );
  expect(upward).toEqual([]);
});

test("only the command line imports the command line, or an entry point of the package", () => {
  const wrong = files
    .filter(({ path }) => !path.startsWith("cli/"))
    .flatMap(({ path, imports }) =>
      imports
        .filter((imported) => imported.startsWith("cli/") || !imported.includes("/"))
        .map((imported) => `${path} imports ${imported}`),
    );
  expect(wrong).toEqual([]);
});

test("every relative import names an existing file", () => {
  const paths = new Set(files.map(({ path }) => path));
  const missing = files.flatMap(({ path, imports }) =>
    imports.filter((imported) => !paths.has(imported)).map((imported) => `${path} imports ${imported}`),
  );
  expect(missing).toEqual([]);
});
