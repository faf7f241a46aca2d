import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { anchorsOf, linksOf, pageOf, pages, root, targetOf } from "../../support/markdown.js";

test.each(pages.map((page) => [page.path, page] as const))(
  "every link of %s has an existing target",
  (_, page) => {
    const broken = linksOf(page)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const { path, anchor } = targetOf(page, link);
        if (!existsSync(join(root, path))) return true;
        return anchor !== undefined && !anchorsOf(pageOf(path)).has(anchor);
      });
    expect(broken).toEqual([]);
  },
);

test("a link to a page or a heading that does not exist is detected", () => {
  const page = { path: "docs/a.md", text: "# One `x`: two\n\n[a](b.md) [c](#one-x-two) `[d](e.md)`\n" };
  expect(linksOf(page)).toEqual(["b.md", "#one-x-two"]);
  expect([...anchorsOf(page)]).toEqual(["one-x-two"]);
  expect(targetOf(page, "../README.md#top")).toEqual({ path: "README.md", anchor: "top" });
});

test("the index and the README lead to every page of docs/", () => {
  const guides = pages.filter(({ path }) => path.startsWith("docs/") && path !== "docs/index.md");
  for (const from of ["docs/index.md", "README.md"]) {
    const page = pageOf(from);
    const reached = new Set(linksOf(page).map((link) => targetOf(page, link).path));
    expect(
      guides.map(({ path }) => path).filter((path) => !reached.has(path)),
      from,
    ).toEqual([]);
  }
});
