import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Importer } from "../../../../src/import/season/importer.js";
import { findSources } from "../../../../src/import/season/season-files.js";
import { type GameFile, parseGameFile, type SeasonImport, writeGameFile } from "../../../../src/import.js";
import { ConfigurationError, DugoutError, ValidationError } from "../../../../src/index.js";
import { damaged, harmless } from "../../../support/damaged-files.js";
import { MemoryStore } from "../../../support/memory-store.js";
import { propertyRuns } from "../../../support/property-runs.js";
import { needsPostseason, postseasonIsMissing } from "../../../support/retrosheet.js";
import { gameAt, playsByGame, postseasonText, SeasonFolder } from "../../../support/season-files.js";

const games = 2;
let folder: SeasonFolder;
let text: string;

beforeAll(async () => {
  folder = await SeasonFolder.create();
  if (!postseasonIsMissing) text = await postseasonText(games);
});
afterAll(() => folder.remove());

interface Imported {
  readonly result: SeasonImport | undefined;
  readonly stored: readonly GameFile[];
}

/** Imports the folder into memory; any unexpected error fails the test. */
async function importAll(): Promise<Imported> {
  const store = new MemoryStore();
  try {
    const sources = await findSources([folder.path]);
    const plan = { sources, stores: [store], options: { paths: [folder.path] }, batchSize: 2 };
    return { result: await new Importer(plan).run(), stored: [...store.games.values()] };
  } catch (error) {
    expect(error instanceof ValidationError || error instanceof ConfigurationError).toBe(true);
    return { result: undefined, stored: [...store.games.values()] };
  }
}

/**
 * Checks that a stored game has all its plays, unless the import reports that it stopped early, and that it is valid.
 */
function expectWhole({ stored, result }: Imported): void {
  const plays = playsByGame(text);
  for (const file of stored) {
    const key = file.game.metadata.sourceGameId as string;
    const hasStopped = result?.notices.some(
      (notice) => notice.includes(key) && notice.includes("it stopped in"),
    );
    if (plays.has(key) && !hasStopped) expect(file.plays).toHaveLength(plays.get(key) as number);
    expect(() => parseGameFile(JSON.parse(writeGameFile(file)))).not.toThrow();
  }
}

describe("a season whose files are damaged", needsPostseason, () => {
  it("yields complete games, and reports the problems of the others", async () => {
    await fc.assert(
      fc.asyncProperty(damaged(text), async ({ kind: damage, text: broken }) => {
        await folder.write({ "2016TST.EVE": broken });
        const imported = await importAll();
        expectWhole(imported);
        const { result, stored } = imported;
        if (harmless.includes(damage)) expect(stored).toHaveLength(games);
        for (const problem of result?.problems ?? []) expect(problem).toBeInstanceOf(DugoutError);
        for (const problem of result?.problems ?? [])
          expect(problem.message).toMatch(/^Line \d+ of 2016TST.EVE \((?:game [^,]*, )?record "/);
      }),
      { numRuns: propertyRuns(60) },
    );
  });

  it("keeps the games before an unreadable place, and reports the place", async () => {
    const cut = gameAt(text, 1).split("\n").slice(0, 60).join("\n");
    await folder.write({ "2016TST.EVE": `${gameAt(text, 0)}${cut}\nplay,"` });
    const broken = await importAll();
    expect(broken.stored).toHaveLength(1);
    expect(broken.result?.isReadToTheEnd).toBe(false);
    expect(broken.result?.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^Line \d+ of 2016TST.EVE \(record "play,\\""\) is not valid: play has a quotation mark/,
      ),
    ]);
  });

  it("reads the other files when one cannot be read", async () => {
    await folder.write({ "2016TSS.EVE": "no event file\n", "2016TST.EVE": text });
    const { result, stored } = await importAll();
    expect(stored).toHaveLength(games);
    expect(result).toMatchObject({ isReadToTheEnd: false, problems: [{ code: "VALIDATION" }] });
  });

  it("cut between two lines loses only the cut game, and reports it", async () => {
    const lines = gameAt(text, 1).split("\n");
    const last = lines.findLastIndex((line) => line.startsWith("play,"));
    await folder.write({ "2016TST.EVE": `${gameAt(text, 0)}${lines.slice(0, last).join("\n")}\n` });
    const { result, stored } = await importAll();
    expect(stored).toHaveLength(1);
    expect(result?.problems[0]?.message).toMatch(/but the game is not over: the rest is missing/);
  });
});
