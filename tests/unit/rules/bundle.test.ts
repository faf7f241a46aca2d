import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";
import { applyPlay, scorePlay } from "../../../src/rules.js";
import { bundleRules, scoringScript } from "../../support/rules-bundle.js";
import { gameWith } from "../../support/scoring-game.js";

const { script, files } = await bundleRules();

test("the bundle of the rules for a browser contains only the package's own rules and errors", () => {
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter((path) => !/^src\/(?:rules\.ts$|rules\/|errors\/)/.test(path))).toEqual([]);
  expect(script).not.toMatch(/\bfrom\s*["']|\brequire\(|\bimport\(|["']node:/);
});

test.each(["64(1)3/GDP", "HR9.1-H;3-H", "W", "SB2", "S8.1-3"])(
  "the bundle scores %s as the source does, without anything of Node",
  (event) => {
    // A new context has the language's own globals, and no others.
    const context = createContext({});
    expect(runInContext("typeof process + typeof Buffer + typeof require", context)).toBe(
      "undefined".repeat(3),
    );
    runInContext(script, context);
    const game = gameWith([1, 3], 1);
    const { play, state } = scorePlay(game, event);
    const expected = JSON.parse(JSON.stringify({ play, state, after: applyPlay(game, play) }));
    expect(JSON.parse(runInContext(scoringScript(game, event), context) as string)).toEqual(expected);
  },
);
