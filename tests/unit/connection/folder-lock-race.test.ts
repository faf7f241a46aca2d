import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "../../../src/connection/folder-lock.js";
import { EmbeddedDatabaseInUseError } from "../../../src/errors/errors.js";
import { propertyRuns } from "../../support/property-runs.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dugout-lock-race-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The results of ten concurrent takers. */
async function race() {
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));
  const unlocks = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  return { unlocks, refusals };
}

test.each([
  ["a free folder", undefined],
  ["a folder that was released", { released: true }],
  [
    "a folder whose owner is of an earlier start of the machine",
    { pid: 7, socket: "dugout.0123456789ab.sock", startedAt: "1", host: "h", bootId: "b", pidNamespace: "p" },
  ],
])("of ten takers of %s exactly one gets it, time after time", async (_, stale) => {
  for (let round = 1; round <= propertyRuns(25); round += 1) {
    if (stale !== undefined)
      await writeFile(join(folder, `dugout.lock.${100 * round}`), JSON.stringify(stale));
    const { unlocks, refusals } = await race();
    expect(unlocks).toHaveLength(1);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(EmbeddedDatabaseInUseError);
    for (const unlock of unlocks) await unlock();
    expect(await readdir(folder)).toHaveLength(1);
  }
});

test("takers that come and go never have a folder at the same time", async () => {
  let holders = 0;
  let taken = 0;
  const comeAndGo = async () => {
    while (taken < propertyRuns(60)) {
      const unlock = await lockFolder(folder).catch(() => undefined);
      if (unlock === undefined) continue;
      holders += 1;
      expect(holders).toBe(1);
      taken += 1;
      await new Promise(setImmediate);
      holders -= 1;
      await unlock();
    }
  };
  await Promise.all([1, 2, 3, 4].map(comeAndGo));
});
