import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyPlay, scorePlay } from "../../../src/rules.js";
import { needsChromium, newPage, openBrowser } from "../../support/browser.js";
import { bundleRules, scoringScript } from "../../support/rules-bundle.js";
import { gameWith } from "../../support/scoring-game.js";

describe("in Chromium", needsChromium, () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(() => browser.close());

  test("the bundle of the rules scores plays as the source does", async () => {
    const { script } = await bundleRules();
    const { page, problems } = await newPage(await browser.newContext());
    await page.addScriptTag({ content: script });
    for (const event of ["64(1)3/GDP", "HR9.1-H;3-H", "S8.1-3"]) {
      const game = gameWith([1, 3], 1);
      const { play, state } = scorePlay(game, event);
      const expected = JSON.parse(JSON.stringify({ play, state, after: applyPlay(game, play) }));
      expect(JSON.parse((await page.evaluate(scoringScript(game, event))) as string)).toEqual(expected);
    }
    expect(problems).toEqual([]);
  });
});
