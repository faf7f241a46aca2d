import { expect, test } from "vitest";
import { importsOf, readSources } from "../../support/source-imports.js";

const files = new Map((await readSources()).map((file) => [file.path, file]));

/** Everything that the entry point loads, directly or indirectly. Types count too, because none from elsewhere is needed. */
function loadedBy(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const imported of files.get(path)?.imports ?? []) loadedBy(imported, seen);
  return seen;
}

test("dugout/rules loads no package and nothing of Node, and only rules and errors", () => {
  const loaded = [...loadedBy("rules.ts")];
  expect(loaded).toContain("rules/notation/parse-play.ts");
  expect(loaded).toContain("errors/dugout-error.ts");
  const foreign = loaded.flatMap((path) =>
    importsOf(files.get(path)?.text ?? "")
      .filter((name) => !name.startsWith("."))
      .map((name) => `${path} imports ${name}`),
  );
  expect(foreign).toEqual([]);
  expect(loaded.filter((path) => !/^(?:rules\.ts$|rules\/|errors\/)/.test(path))).toEqual([]);
});

test("the files of dugout/rules use nothing that a browser does not have", () => {
  const ofNode = /\b(?:process|Buffer|require|global|setImmediate|__dirname)\b(?!")/;
  const code = (text: string) =>
    text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "").replace(/"[^"]*"|`[^`]*`/g, '""');
  const wrong = [...loadedBy("rules.ts")].filter((path) => ofNode.test(code(files.get(path)?.text ?? "")));
  expect(wrong).toEqual([]);
});
