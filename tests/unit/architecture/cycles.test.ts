import { describe, expect, test } from "vitest";
import { circlesIn, importsOf, readSources } from "../../support/source-imports.js";

test("no two files import each other, not even for types or through other files", async () => {
  const circles = circlesIn(await readSources());
  expect(circles.map((circle) => circle.join(" → "))).toEqual([]);
});

describe("the search for cycles finds", () => {
  const file = (path: string, ...imports: string[]) => ({ path, imports });

  test("none where there is none", () => {
    expect(circlesIn([file("a", "b", "c"), file("b", "c"), file("c")])).toEqual([]);
  });

  test.each([
    ["a file that imports itself", [file("a", "a")], ["a", "a"]],
    ["two that import each other", [file("a", "b"), file("b", "a")], ["a", "b", "a"]],
    [
      "a longer circle, behind a way that leads to it",
      [file("a", "b"), file("b", "c"), file("c", "d"), file("d", "b")],
      ["b", "c", "d", "b"],
    ],
  ])("%s", (_, files, circle) => {
    expect(circlesIn(files)).toEqual([circle]);
  });
});

test("imports are found in every form that they have", () => {
  const text = `
import one from "./one.js";
import { a, type B } from "./two.js";
import type { C } from "./three.js";
import {
  d,
  e,
} from "./four.js";
import "./five.js";
export * from "./six.js";
export type { F } from "./seven.js";
const later = await import("./eight.js");
/**
 * import { no } from "./comment.js";
 * await import("./comment.js")
 */
const text = 'import from "./text.js"';
export const g = 1;
const from = "./name.js";
`;
  const found = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
  expect(importsOf(text)).toEqual(found.map((name) => `./${name}.js`));
});
