import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const script = new URL("../../../scripts/changelog.mjs", import.meta.url).href;
const { released } = (await import(script)) as {
  released: (changelog: string, version: string, date: string) => string;
};

const head = "# Changelog\n\nIts format.\n\n";

test("a release gets the unreleased lines, and a new section is opened above it", () => {
  const earlier = "## 0.1.0 - 2026-12-01\n\n### Added\n\n- All of it.\n";
  const changelog = `${head}## Unreleased\n\n### Fixed\n\n- A bug.\n\n${earlier}`;
  expect(released(changelog, "0.2.0", "2026-12-24")).toBe(
    `${head}## Unreleased\n\n## 0.2.0 - 2026-12-24\n\n### Fixed\n\n- A bug.\n\n${earlier}`,
  );
});

test("a release without changes is refused", () => {
  const changelog = `${head}## Unreleased\n\n## 0.1.0 - 2026-12-01\n\n- All of it.\n`;
  expect(() => released(changelog, "0.2.0", "2026-12-24")).toThrow("lists nothing under `## Unreleased`");
});

test("the changelog can be released as it is", () => {
  const changelog = readFileSync(new URL("../../../CHANGELOG.md", import.meta.url), "utf8");
  expect(released(changelog, "0.1.0", "2026-12-24")).toContain("\n## Unreleased\n\n## 0.1.0 - 2026-12-24\n");
  const kinds = [...changelog.matchAll(/^### (.*)$/gm)].map(([, kind]) => kind);
  expect(["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]).toEqual(
    expect.arrayContaining(kinds),
  );
});
