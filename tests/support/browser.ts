import { existsSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { needs } from "./needs.js";

const executablePath = "/usr/bin/chromium";

/** Options of tests in a real browser. */
export const needsChromium = needs(existsSync(executablePath), `there is no ${executablePath}`);

export function openBrowser(): Promise<Browser> {
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  return chromium.launch({ executablePath, args });
}

/** Adds up what moves on a page by itself, from its beginning. */
const watchShifts = `
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifts += shift.value;
  }).observe({ type: "layout-shift", buffered: true });`;

/** A page that notes what goes wrong on it, and how much moves. */
export async function newPage(context: BrowserContext): Promise<{ page: Page; problems: string[] }> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    // The browser itself reports answers of 503 and refused connections, which tests bring about.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      problems.push(message.text());
  });
  await page.addInitScript(watchShifts);
  return { page, problems };
}

export const shiftsOf = (page: Page): Promise<number> => page.evaluate("window.shifts") as Promise<number>;

/** What axe finds wrong on a page as it is, in words. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
