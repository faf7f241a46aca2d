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

/** Records the layout shifts of a page from its beginning. */
const watchShifts = `
  window.shifts = [];
  const place = ({ x, y }) => Math.round(x) + "," + Math.round(y);
  const nameOf = (node) => node?.nodeType === 3 ? node.data : node?.tagName + " " + node?.className;
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries())
      if (!hadRecentInput)
        for (const { node, previousRect, currentRect } of sources)
          window.shifts.push(nameOf(node) + " from " + place(previousRect) + " to " + place(currentRect) + ": " + value);
  }).observe({ type: "layout-shift", buffered: true });`;

/** A page that records its errors and layout shifts. */
export async function newPage(context: BrowserContext): Promise<{ page: Page; problems: string[] }> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    // The browser itself reports answers of 503 and refused connections, which tests cause on purpose.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      problems.push(message.text());
  });
  await page.addInitScript(watchShifts);
  return { page, problems };
}

/** The layout shifts of a page. */
export const shiftsOf = (page: Page): Promise<string[]> =>
  page.evaluate("window.shifts") as Promise<string[]>;

/** The problems that axe finds on a page, as sentences. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
