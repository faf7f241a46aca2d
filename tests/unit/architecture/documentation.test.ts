import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { membersOf } from "../../support/type-documentation.js";

const { exports } = JSON.parse(await readFile(new URL("../../../package.json", import.meta.url), "utf8")) as {
  exports: Record<string, unknown>;
};
const entries = Object.keys(exports)
  .filter((entry) => entry !== "./package.json")
  .map((entry) => (entry === "." ? "index" : entry.slice(2)));
const members = membersOf(entries);

test("an editor shows what each field and method of the public types means", () => {
  expect(entries).toContain("rules");
  expect(members.length).toBeGreaterThan(800);
  const undocumented = members.filter(({ documentation }) => documentation === "");
  expect([...new Set(undocumented.map(({ type, name, file }) => `${type}.${name} in ${file}`))]).toEqual([]);
});

test.each([
  ["Play", "onFirstFinal", /base.*from 1 to 3, or 4 for a run; null when/],
  ["Play", "isTied", /score was level/],
  ["PlayInput", "bphr", /Ballpark home run: 1 when/],
  ["PlayInput", "inPow", /point of weakness/],
  ["Game", "automaticRunnerInning", /from 1 to 99.*runner on second base; null when/],
  ["GameInput", "automaticRunnerInning", /from 1 to 99.*runner on second base; null when/],
  ["DatabaseOperations", "substitute", /one team's lineup/],
])("%s.%s shows its meaning, its unit and its range", (type, name, meaning) => {
  const found = members.find((member) => member.type === type && member.name === name);
  expect(found?.documentation).toMatch(meaning);
});
