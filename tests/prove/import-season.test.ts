import { readFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SeasonImport } from "../../src/import.js";
import { BuiltPackage } from "../support/built-package.js";
import { eventFilesOf } from "../support/event-files.js";
import { serverDatabase } from "../support/places.js";
import { withClient } from "../support/plain-client.js";
import { CopiedFiles, psqlIsMissing } from "../support/psql-copy.js";
import { realGamesAreMissing, seasonFolder } from "../support/retrosheet.js";
import { SeasonFolder } from "../support/season-files.js";

const database = serverDatabase();
const season = { games: 898, plays: 68_599 };
const rounds = 3;
let built: BuiltPackage;

beforeAll(async () => {
  built = await BuiltPackage.create();
});
afterAll(() => built.dispose());

interface Measured {
  readonly result: SeasonImport;
  readonly seconds: number;
  /** How long the process computed, its helping threads included. */
  readonly processorSeconds: number;
  /** The most memory that the process had, in megabytes. */
  readonly megabytes: number;
}

/** Imports in a process of its own, whose memory is nobody else's. */
async function importedBy(options: { paths: string[]; dryRun?: boolean }): Promise<Measured> {
  const other = built.run(
    `const { importSeason } = await entry("import");
    const database = await dugout.Database.open(process.argv[1]);
    const began = performance.now();
    const used = process.cpuUsage();
    const result = await importSeason(database, JSON.parse(process.argv[2]));
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(used);
    await database.close();
    const megabytes = process.resourceUsage().maxRSS / 1024;
    console.log(JSON.stringify({ result: { ...result, problems: result.problems.length }, seconds, processorSeconds: (user + system) / 1e6, megabytes }));`,
    database().url,
    JSON.stringify(options),
  );
  const line = await other.line();
  await other.end();
  return JSON.parse(line) as Measured;
}

const emptied = () =>
  withClient(database().url, async (client) => {
    await client.query("truncate games cascade");
    await client.query("checkpoint");
  });

const perSecond = (seconds: number) => Math.round(season.plays / seconds);
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

it.skipIf(realGamesAreMissing || psqlIsMissing)(
  "the season of 2020 is imported beside psql's \\copy of the same rows into the same tables",
  async () => {
    const { result } = await importedBy({ paths: [seasonFolder] });
    expect(result).toMatchObject({ ...season, refused: 0, isReadToTheEnd: true });
    const files = await CopiedFiles.from(database().url);
    const ratios: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      await emptied();
      const copied = await files.copyIn();
      await emptied();
      const imported = await importedBy({ paths: [seasonFolder] });
      expect(imported.result).toMatchObject(season);
      ratios.push(copied / imported.seconds);
      console.log(
        `Round ${round}: import ${imported.seconds.toFixed(1)} s, ${perSecond(imported.seconds)} plays/s; \\copy ${copied.toFixed(1)} s, ${perSecond(copied)} plays/s; ratio ${(copied / imported.seconds).toFixed(2)}; the import's process computed ${imported.processorSeconds.toFixed(1)} s, peak memory ${imported.megabytes.toFixed(0)} MB.`,
      );
    }
    console.log(`${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)} at the end.`);
    console.log(`Median ratio of import to \\copy: ${median(ratios).toFixed(2)}.`);
    await files.remove();
  },
  600_000,
);

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
    const one = await importedBy({ paths: [folder.path], dryRun: true });
    for (const year of [2017, 2018, 2019]) await movedTo(year, folder);
    const four = await importedBy({ paths: [folder.path], dryRun: true });
    console.log(
      `Peak memory: ${one.megabytes.toFixed(0)} MB for ${one.result.plays} plays, ${four.megabytes.toFixed(0)} MB for ${four.result.plays}.`,
    );
    expect(four.result.games).toBe(4 * one.result.games);
    expect(four.megabytes).toBeLessThan(1.5 * one.megabytes);
    await folder.remove();
  },
  600_000,
);
