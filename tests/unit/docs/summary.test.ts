import { expect, test } from "vitest";
import { pageOf } from "../../support/markdown.js";

test("README shows the table of docs/performance.md", () => {
  const [readme, performance] = ["README.md", "docs/performance.md"].map(
    (path) => /<!-- summary: begin -->([\s\S]*)<!-- summary: end -->/.exec(pageOf(path).text)?.[1],
  );
  expect(readme).toContain("| **Dugout** |");
  expect(readme).toBe(performance);
});
