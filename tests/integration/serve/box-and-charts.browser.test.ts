import { readFile, writeFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GameFile, recordGame } from "../../../src/import.js";
import { type Database, DatabaseOperations } from "../../../src/index.js";
import { boxScorePage } from "../../../src/serve/page/box-score-page.js";
import { chartPage } from "../../../src/serve/page/chart-page.js";
import { type ChartKind, chartKinds, prepareChart } from "../../../src/stats/charts/game-chart.js";
import { boxScore, gameChart } from "../../../src/stats.js";
import { needsChromium, newPage, openBrowser, violationsOf } from "../../support/browser.js";
import { newWorldSeriesGame } from "../../support/partial-games.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let testDatabase: TestDatabase;
let database: Database;
let browser: Browser;
let file: GameFile;

beforeAll(async () => {
  if (needsChromium.skip) return;
  testDatabase = await createTestDatabase();
  database = await testDatabase.open();
  browser = await openBrowser();
  file = await newWorldSeriesGame();
  await database.transaction((session) => recordGame(new DatabaseOperations(session), file));
});
afterAll(async () => {
  await browser?.close();
  await database?.close();
  await testDatabase?.drop();
});

const views = [
  ["light", 375],
  ["dark", 375],
  ["light", 1280],
  ["dark", 1280],
] as const;

describe("the box score as an HTML page", needsChromium, () => {
  it.each(views)(
    "in %s at %i px has its columns aligned, fits, and axe finds nothing wrong",
    async (colorScheme, width) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
      const { page, problems } = await newPage(context);
      await page.setContent(boxScorePage(await boxScore(database, file.game.id)));
      const scrolls = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
      expect(await page.evaluate(scrolls)).toBe(false);
      const edges = await columnEdges(page);
      expect(edges).toHaveLength(4);
      const [awayBatting, awayPitching, homeBatting, homePitching] = edges;
      // The columns of both teams are at the same positions in their tables, and so are those of batters and pitchers.
      expect(awayBatting).toEqual(homeBatting);
      expect(awayPitching).toEqual(homePitching);
      expect(awayBatting?.slice(-6)).toEqual(awayPitching?.slice(-6));
      expect(await violationsOf(page)).toEqual([]);
      expect(problems).toEqual([]);
      if (process.env.SCREENSHOTS)
        await page.screenshot({
          path: `${process.env.SCREENSHOTS}/box-${colorScheme}-${width}.png`,
          fullPage: true,
        });
      await context.close();
    },
  );

  it("has captions, scopes and headings, the venue, separators of thousands and the source's notice", async () => {
    const { page } = await newPage(await browser.newContext());
    await page.setContent(boxScorePage(await boxScore(database, file.game.id)));
    const captions = (await page.locator("caption").allInnerTexts()).map((text) =>
      text.replaceAll(/\s+/g, " ").trim(),
    );
    expect(captions).toEqual([
      "Line score",
      ...["Chicago batting", "Chicago pitching", "Cleveland batting", "Cleveland pitching"],
    ]);
    const scopes = "[...document.querySelectorAll('th')].every((th) => ['col', 'row'].includes(th.scope))";
    expect(await page.evaluate(scopes)).toBe(true);
    expect(await page.locator("h1").allInnerTexts()).toEqual(["Chicago at Cleveland"]);
    expect(await page.locator("h2, h3").count()).toBeGreaterThanOrEqual(5);
    const text = await page.locator("body").innerText();
    expect(text).toContain("Progressive Field");
    expect(text).toContain("38,104");
    expect(text).toContain('Interested parties may contact Retrosheet at "www.retrosheet.org".');
    await page.context().close();
  });
});

/** The right edges of each table's columns, from its own left edge. */
const columnEdges = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll("table.lines")].map((table) => {
    const left = table.getBoundingClientRect().left;
    return [...table.querySelectorAll("thead th")].map((th) => Math.round(th.getBoundingClientRect().right - left));
  })`) as Promise<number[][]>;

const images = new URL("../../images/", import.meta.url);
/** If more of the pixels differ, the picture is different. Fewer may differ because of fonts and smoothing. */
const mostDifferent = 0.02;

describe("a chart", needsChromium, () => {
  const shots = chartKinds.flatMap((kind) => views.map(([scheme, width]) => [kind, scheme, width] as const));

  it.each(shots)("%s in %s at %i px looks as before", async (kind, scheme, width) => {
    const image = await pictureOf(kind, scheme, width);
    const known = new URL(`${kind}-${scheme}-${width}.png`, images);
    if (process.env.UPDATE_IMAGES) await writeFile(known, image);
    expect(await difference(await readFile(known), image)).toBeLessThan(mostDifferent);
  });

  it("that looks different is detected", async () => {
    const [light, dark] = [
      await pictureOf("win-probability", "light", 375),
      await pictureOf("win-probability", "dark", 375),
    ];
    const other = await pictureOf("base-out", "light", 375);
    expect(await difference(light, light)).toBe(0);
    expect(await difference(light, dark)).toBeGreaterThan(mostDifferent);
    expect(await difference(light, other)).toBeGreaterThan(mostDifferent);
  });

  it.each(chartKinds)("%s has no fixed width, and names the units of what it shows", async (kind) => {
    for (const width of [375, 1280]) {
      const { svg } = await chartFor(kind, width);
      expect(/^<svg [^>]*>/.exec(svg)?.[0]).toMatch(/viewBox="0 0 \d/);
      expect(/^<svg [^>]*>/.exec(svg)?.[0]).not.toMatch(/ (?:width|height)="/);
      expect(svg).toMatch(kind === "win-probability" ? />100%</ : /Runs until the third out/);
    }
  });

  const limits = chartKinds.flatMap((kind) =>
    [320, 759, 760].map((width) => [kind, "light", width] as const),
  );
  const pages = [...shots, ...limits];

  it.each(pages)(
    "%s as an HTML page in %s at %i px fits, is readable, and axe finds nothing wrong",
    async (kind, colorScheme, width) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
      const { page, problems } = await newPage(context);
      const { title, draw } = await prepareChart(database, file.game.id, { kind });
      await page.setContent(chartPage(title, draw));
      const scrolls = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
      expect(await page.evaluate(scrolls)).toBe(false);
      expect(await page.locator("svg").filter({ visible: true }).count()).toBe(1);
      const sizes = await shownSizes(page);
      expect(sizes.length).toBeGreaterThan(20);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(smallestText);
      expect(await violationsOf(page)).toEqual([]);
      expect(problems).toEqual([]);
      if (process.env.SCREENSHOTS)
        await page.screenshot({
          path: `${process.env.SCREENSHOTS}/page-${kind}-${colorScheme}-${width}.png`,
          fullPage: true,
        });
      await context.close();
    },
  );
});

/** A chart drawn for the width at which it is shown, or the default chart where that is wide enough. */
const chartFor = async (kind: ChartKind, shownAt: number) =>
  gameChart(database, file.game.id, { kind, ...(shownAt < 800 ? { width: shownAt } : {}) });

async function pictureOf(kind: ChartKind, colorScheme: "light" | "dark", width: number): Promise<Buffer> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
  const page = await context.newPage();
  const { svg } = await chartFor(kind, width);
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  await page.setContent(
    `<style>body { margin: 0 } img { display: block; width: 100% }</style><img src="${source}">`,
  );
  const image = await page.locator("img").screenshot({ animations: "disabled" });
  await context.close();
  return image;
}

/** In CSS pixels. */
const smallestText = 9;

/** The font sizes of the texts of a page's visible charts, as they are shown. */
const shownSizes = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll("svg text")].filter((text) => text.checkVisibility()).map((text) =>
    Number.parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)`) as Promise<number[]>;

/** The share of pixels in which two pictures differ clearly; 1 if their sizes differ. */
async function difference(one: Buffer, other: Buffer): Promise<number> {
  const page = await browser.newPage();
  const sources = [one, other].map((image) => `data:image/png;base64,${image.toString("base64")}`);
  const share = await page.evaluate(`(async (sources) => {
    const [one, other] = await Promise.all(sources.map(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const { width, height } = image;
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      return { width, height, dots: context.getImageData(0, 0, width, height).data };
    }));
    if (one.width !== other.width || one.height !== other.height) return 1;
    let different = 0;
    for (let at = 0; at < one.dots.length; at += 4)
      if ([0, 1, 2].some((part) => Math.abs(one.dots[at + part] - other.dots[at + part]) > 48)) different += 1;
    return different / (one.width * one.height);
  })(${JSON.stringify(sources)})`);
  await page.close();
  return share as number;
}
