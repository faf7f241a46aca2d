import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SeasonImport } from "../../src/import.js";
import { BuiltPackage } from "../support/built-package.js";
import { eventFilesOf } from "../support/event-files.js";
import { serverDatabase } from "../support/places.js";
import { realGamesAreMissing, seasonFolder } from "../support/retrosheet.js";
import { SeasonFolder } from "../support/season-files.js";

const database = serverDatabase();
let built: BuiltPackage;

beforeAll(async () => {
  built = await BuiltPackage.create();
});
afterAll(() => built.dispose());

interface Measured {
  readonly result: SeasonImport;
  /** The most memory that the process had, in megabytes. */
  readonly megabytes: number;
}

/** Reads and checks a season in a separate process, so that its memory can be measured. */
async function dryRun(path: string): Promise<Measured> {
  const other = built.run(
    `const { importSeason } = await entry("import");
    const database = await dugout.Database.open(process.argv[1]);
    const result = await importSeason(database, { paths: [process.argv[2]], dryRun: true });
    await database.close();
    const megabytes = process.resourceUsage().maxRSS / 1024;
    console.log(JSON.stringify({ result: { ...result, problems: result.problems.length }, megabytes }));`,
    database().url,
    path,
  );
  const line = await other.line();
  await other.end();
  return JSON.parse(line) as Measured;
}

/** A season of the same games in another year. */
async function movedTo(year: number, folder: SeasonFolder): Promise<void> {
  for (const path of eventFilesOf(join(seasonFolder, "events"))) {
    const text = await readFile(path, "latin1");
    const moved = text.replaceAll(/^id,([A-Z0-9]{3})2020/gm, `id,$1${year}`);
    await folder.add(basename(path).replace("2020", String(year)), moved);
  }
}

it.skipIf(realGamesAreMissing)(
  "four seasons need no more memory than one",
  async () => {
    const folder = await SeasonFolder.create();
    await movedTo(2016, folder);
    const one = await dryRun(folder.path);
    for (const year of [2017, 2018, 2019]) await movedTo(year, folder);
    const four = await dryRun(folder.path);
    console.log(
      `Peak memory: ${one.megabytes.toFixed(0)} MB for ${one.result.plays} plays, ${four.megabytes.toFixed(0)} MB for ${four.result.plays}.`,
    );
    expect(four.result.games).toBe(4 * one.result.games);
    expect(four.megabytes).toBeLessThan(1.5 * one.megabytes);
    await folder.remove();
  },
  600_000,
);
