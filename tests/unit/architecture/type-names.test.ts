import { expect, test } from "vitest";
import { readSources } from "../../support/source-imports.js";

/** A type, an interface or a class at the top level of a file. */
const declaration = /^(?:export )?(?:declare )?(?:abstract )?(?:type|interface|class|enum) ([A-Z]\w*)/gm;

const namesIn = (text: string) => [...text.matchAll(declaration)].map(([, name]) => name as string);

test("no two source files declare a type with the same name", async () => {
  const declared = (await readSources()).flatMap(({ path, text }) =>
    namesIn(text).map((name) => ({ name, path })),
  );
  const places = new Map<string, Set<string>>();
  for (const { name, path } of declared) places.set(name, (places.get(name) ?? new Set()).add(path));
  const repeated = [...places].filter(([, paths]) => paths.size > 1);
  expect(repeated.map(([name, paths]) => `${name}: ${[...paths].join(", ")}`)).toEqual([]);
});

test("declared types are found, whether they are exported or not", () => {
  const text = `
import type { Other } from "./other.js";
export type { Reexported } from "./other.js";
export interface One<Value> extends Other {}
type Two = Other;
export abstract class Three {}
class Four extends Three {
  type = Five;
}
`;
  expect(namesIn(text)).toEqual(["One", "Two", "Three", "Four"]);
});
