import { createServer } from "node:http";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GameRecorder } from "../../../src/cli/demo/game-recorder.js";
import type { GameFile } from "../../../src/import.js";
import { type Database, DatabaseOperations } from "../../../src/index.js";
import { type Scoreboard, serveScoreboard } from "../../../src/serve/scoreboard-server.js";
import { needsChromium, newPage, openBrowser, shiftsOf, violationsOf } from "../../support/browser.js";
import { startDugout } from "../../support/command-line.js";
import { newWorldSeriesGame } from "../../support/partial-games.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let testDatabase: TestDatabase;
let database: Database;
let scoreboard: Scoreboard;
let browser: Browser;
let file: GameFile;
let recorder: GameRecorder;

beforeAll(async () => {
  if (needsChromium.skip) return;
  testDatabase = await createTestDatabase();
  database = await testDatabase.open();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await database?.close();
  await testDatabase?.drop();
});
beforeEach(async () => {
  if (needsChromium.skip) return;
  scoreboard = await serveScoreboard(database, { port: 0 });
  file = await newWorldSeriesGame();
  recorder = await GameRecorder.begin(database, file);
});
afterEach(() => scoreboard?.close());

async function record(plays: number): Promise<void> {
  for (let play = 0; play < plays; play += 1) await recorder.recordNext();
}

const gameUrl = (base = scoreboard.url) => `${base}game/${file.game.id}`;

/** The plays that a page shows, the oldest first, which the style shows last. */
const playsOn = async (page: Page): Promise<string[]> =>
  (await page.locator(".play .what").allInnerTexts()).map((text) => text.replace(/^Run[\s:]*/, "").trim());

const played = () => file.plays.slice(0, recorder.played).map(({ resultDescription }) => resultDescription);

/** Waits until a page shows all recorded plays, and checks that they are equal. */
async function expectAllPlays(page: Page): Promise<void> {
  await page
    .locator(".play")
    .nth(recorder.played - 1)
    .waitFor({ timeout: 120_000 });
  expect(await playsOn(page)).toEqual(played());
}

const isLive = (page: Page) => page.locator(".connection.live").waitFor({ timeout: 120_000 });

describe("a game in a real browser", needsChromium, () => {
  it.each([
    ["a phone", 375],
    ["a desktop", 1280],
  ])("is followed to its end on %s, and nothing moves unexpectedly", async (_, width) => {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const { page, problems } = await newPage(context);
    await record(5);
    await page.goto(gameUrl());
    await isLive(page);
    await expectAllPlays(page);
    const places = () =>
      page.evaluate(`[".score", ".moment"].map((name) => {
        const { x, y, width } = document.querySelector(name).getBoundingClientRect();
        return [x, y, width];
      })`);
    const atFirst = await places();
    while (recorder.played < file.plays.length) {
      await record(Math.min(7, file.plays.length - recorder.played));
      await expectAllPlays(page);
      expect(await places()).toEqual(atFirst);
    }
    await recorder.finish();
    await page.locator(".connection.still").waitFor();
    expect(await shiftsOf(page)).toEqual([]);
    const runs = await page.locator(".linescore .runs").allInnerTexts();
    expect(runs.map((text) => text.trim())).toEqual(["8", "7"]);
    expect(await page.locator("#announcer").innerText()).toContain("Michael Martinez grounds out");
    expect(await page.title()).toBe("Chicago 8, Cleveland 7");
    expect(problems).toEqual([]);
    await context.close();
  });

  it("appears on an open scoreboard without a reload, and moves nothing there while it is played", async () => {
    const { page, problems } = await newPage(await browser.newContext());
    await page.goto(scoreboard.url);
    await isLive(page);
    const next = await newWorldSeriesGame();
    const other = await GameRecorder.begin(database, next);
    const card = page.locator(`[data-game="${next.game.id}"]`);
    await card.waitFor();
    await page.evaluate("window.shifts = []");
    for (let play = 0; play < 30; play += 1) await other.recordNext();
    await card.getByText(next.plays[29]?.resultDescription as string).waitFor();
    expect(await shiftsOf(page)).toEqual([]);
    await new DatabaseOperations(database).completeGame(next.game.id);
    await page.locator(`.card:not(.on)[data-game="${next.game.id}"]`).waitFor();
    await new DatabaseOperations(database).deleteGame(next.game.id);
    await card.waitFor({ state: "detached" });
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("is shown late with a delay, and the page says so", async () => {
    await using late = await serveScoreboard(database, { port: 0, delay: 1 });
    const { page, problems } = await newPage(await browser.newContext());
    await record(5);
    await page.goto(gameUrl(late.url));
    await page.locator(".connection.delayed").waitFor();
    expect(await page.locator(".connection").innerText()).toBe("Live, 1 s delay");
    await record(3);
    await expectAllPlays(page);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("shows a play that was corrected, and one that was removed, as such", async () => {
    const { page } = await newPage(await browser.newContext());
    await record(20);
    await page.goto(gameUrl());
    await isLive(page);
    await expectAllPlays(page);
    await new DatabaseOperations(database).rewindGame(file.game.id, 18);
    await page.locator(".undone").waitFor();
    expect(await page.locator(".undone").innerText()).toContain("The last 2 plays were removed");
    expect(await shiftsOf(page)).toEqual([]);
    await page.context().close();
  });

  it.each(["a shared worker", "a lock and a broadcast channel"])(
    "is one stream for seven tabs by %s",
    async (way) => {
      const context = await browser.newContext();
      if (way !== "a shared worker") await context.addInitScript("delete window.SharedWorker");
      const pages = [];
      for (let tab = 0; tab < 7; tab += 1) {
        const { page } = await newPage(context);
        await page.goto(gameUrl());
        await isLive(page);
        pages.push(page);
      }
      await record(9);
      for (const page of pages) await expectAllPlays(page);
      const health = (await (await fetch(`${scoreboard.url}health`)).json()) as { followers: number };
      expect(health.followers).toBe(1);
      // The tab with the stream is closed, and another one takes over.
      await pages.shift()?.close();
      await record(9);
      for (const page of pages) await expectAllPlays(page);
      await context.close();
    },
  );

  it("continues after the last play when the server was killed, and after it answered 503", async () => {
    const port = Number(new URL(scoreboard.url).port);
    await scoreboard.close();
    const url = scoreboard.url;
    const start = async () => {
      const child = startDugout(["serve", "--port", String(port)], { DATABASE_URL: testDatabase.url });
      let errors = "";
      child.stderr.on("data", (text) => {
        errors += text;
      });
      for await (const text of child.stdout) if (String(text).includes("The scoreboard of")) return child;
      throw new Error(`dugout serve ended before it served: ${errors}`);
    };
    const first = await start();
    const { page, problems } = await newPage(await browser.newContext());
    await record(10);
    await page.goto(gameUrl(url));
    await isLive(page);
    await expectAllPlays(page);
    first.kill("SIGKILL");
    await page.locator(".connection.behind").waitFor();
    expect(await page.locator(".connection").innerText()).toMatch(/\d+ (?:s|min) behind/);
    await record(10);
    let refused = 0;
    const full = createServer((_, response) => {
      refused += 1;
      response.writeHead(503, { "retry-after": "1" }).end();
    });
    await new Promise<void>((resolve) => full.listen(port, "127.0.0.1", resolve));
    while (refused < 2) await new Promise((resolve) => full.once("request", resolve));
    full.closeAllConnections();
    await new Promise((resolve) => full.close(resolve));
    const second = await start();
    await isLive(page);
    await expectAllPlays(page);
    expect(problems).toEqual([]);
    second.kill("SIGTERM");
    await new Promise((resolve) => second.once("close", resolve));
    await page.context().close();
    scoreboard = await serveScoreboard(database, { port: 0 });
  });

  it("can be read without JavaScript", async () => {
    await record(12);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(gameUrl());
    expect(await page.locator("#plays .play").count()).toBe(12);
    expect(await page.locator("#box table").first().isVisible()).toBe(true);
    await context.close();
  });
});

describe("axe finds nothing wrong", needsChromium, () => {
  it.each([
    ["light", 320],
    ["dark", 320],
    ["light", 1280],
    ["dark", 1280],
  ] as const)("in %s at %i px, on the scoreboard and on each part of a game", async (colorScheme, width) => {
    await record(36);
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
    const { page } = await newPage(context);
    await page.goto(scoreboard.url);
    await isLive(page);
    await page.locator(".card.on").first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    for (const tab of ["plays", "box", "chances", "lineups"]) {
      await page.goto(gameUrl());
      await page.locator(`a[data-tab="${tab}"]`).click();
      await isLive(page);
      expect(await violationsOf(page)).toEqual([]);
      const scrolls = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
      expect(await page.evaluate(scrolls)).toBe(false);
    }
    await context.close();
  });
});
