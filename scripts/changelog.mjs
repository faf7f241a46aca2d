// `npm version` runs this: the section Unreleased of CHANGELOG.md becomes that of the new version, and a new, empty one is added.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The changelog of a release. Throws if there is nothing to release. */
export function released(changelog, version, date) {
  const [before, after] = changelog.split(/^## Unreleased\n/m);
  if (after === undefined) throw new Error("CHANGELOG.md has no section `## Unreleased`.");
  if (after.split(/^## /m)[0].trim() === "")
    throw new Error("CHANGELOG.md lists nothing under `## Unreleased`.");
  return `${before}## Unreleased\n\n## ${version} - ${date}\n${after}`;
}

const file = fileURLToPath(new URL("../CHANGELOG.md", import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { npm_package_version: version } = process.env;
  writeFileSync(file, released(readFileSync(file, "utf8"), version, new Date().toISOString().slice(0, 10)));
}
