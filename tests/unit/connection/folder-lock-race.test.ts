import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "../../../src/connection/folder-lock.js";
import { EmbeddedDatabaseInUseError } from "../../../src/errors/index.js";

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "dugout-lock-race-"));
  folder = join(parent, "season");
});
afterEach(() => rm(parent, { recursive: true, force: true }));

/** What twenty takers at once got. */
async function race() {
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  const releases = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  return { releases, refusals };
}

test.each([
  ["a free folder", undefined],
  ["a folder whose mark is of a dead process", JSON.stringify({ pid: 2 ** 22 + 1, startedAt: "1" })],
  ["a folder whose mark is garbage", "{"],
])("of twenty takers of %s exactly one gets it, time after time", async (_, stale) => {
  const winners: number[] = [];
  for (let round = 0; round < 40; round += 1) {
    if (stale !== undefined) await writeFile(`${folder}.lock`, stale);
    const { releases, refusals } = await race();
    winners.push(releases.length);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(EmbeddedDatabaseInUseError);
    for (const release of releases) await release();
    expect(await readdir(parent)).toEqual([]);
  }
  expect(winners).toEqual(winners.map(() => 1));
});
