import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Importer } from "../../../../src/import/season/importer.js";
import { findSources } from "../../../../src/import/season/sources.js";
import {
  ConfigurationError,
  DugoutError,
  type GameFile,
  parseGameFile,
  type SeasonImport,
  ValidationError,
  writeGameFile,
} from "../../../../src/index.js";
import { damaged, harmless } from "../../../support/damaged-files.js";
import { MemoryStore } from "../../../support/memory-store.js";
import { propertyRuns } from "../../../support/property-runs.js";
import { needsPostseason, postseasonIsMissing } from "../../../support/retrosheet.js";
import {
  postseasonTexts,
  rowsByGame,
  SeasonFolder,
  type SeasonTexts,
} from "../../../support/season-files.js";

const games = 2;
let folder: SeasonFolder;
let texts: SeasonTexts;

beforeAll(async () => {
  folder = await SeasonFolder.create();
  if (!postseasonIsMissing) texts = await postseasonTexts(games);
});
afterAll(() => folder.remove());

interface Imported {
  readonly result: SeasonImport | undefined;
  readonly stored: readonly GameFile[];
}

/** Imports the folder into memory; any error but the two that may be is a failure of the test. */
async function importAll(): Promise<Imported> {
  const store = new MemoryStore();
  try {
    const sources = await findSources([folder.path]);
    const plan = { sources, store, options: { paths: [folder.path] }, batchSize: 2 };
    return { result: await new Importer(plan).run(), stored: [...store.games.values()] };
  } catch (error) {
    expect(error instanceof ValidationError || error instanceof ConfigurationError).toBe(true);
    return { result: undefined, stored: [...store.games.values()] };
  }
}

/** Every play of a stored game is there, and the game is one that may be stored. */
function expectWhole({ stored }: Imported): void {
  const plays = rowsByGame(texts.events);
  for (const file of stored) {
    expect(file.plays).toHaveLength(plays.get(file.game.metadata.sourceGameId as string) ?? -1);
    expect(() => parseGameFile(JSON.parse(writeGameFile(file)))).not.toThrow();
  }
}

describe("a season whose files are damaged", needsPostseason, () => {
  it.each(["events", "substitutions", "games"] as const)(
    "in the %s gives whole games, and says what is wrong with the others",
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(damaged(texts[kind]), async ({ kind: damage, text }) => {
          const files: Record<string, string | Buffer> = {
            "events.csv": texts.events,
            "substitutions.csv": texts.substitutions,
            "games.csv": texts.games,
          };
          await folder.write({ ...files, [`${kind}.csv`]: text });
          const imported = await importAll();
          expectWhole(imported);
          const { result, stored } = imported;
          if (harmless.includes(damage)) expect(stored).toHaveLength(games);
          for (const problem of result?.problems ?? []) expect(problem).toBeInstanceOf(DugoutError);
          if (result !== undefined && stored.length < games && text.length > 0 && kind !== "events")
            expect(result.problems).not.toEqual([]);
        }),
        { numRuns: propertyRuns(30) },
      );
    },
  );

  it("keeps the games before a cut, and takes the rest when the file is whole again", async () => {
    const lines = texts.events.split("\n");
    const [first = 0, second = 0] = rowsByGame(texts.events).values();
    const cut = lines.slice(0, 1 + first + second - 5).join("\n");
    await folder.write({ "events.csv": `${cut}\n"CLE`, "substitutions.csv": texts.substitutions });
    const broken = await importAll();
    expect(broken.stored).toHaveLength(1);
    expect(broken.result?.isReadToTheEnd).toBe(false);
    expect(broken.result?.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Line \d+ of events.csv is not valid: has a quotation mark/),
    ]);
  });

  it("cut between two lines loses the game that is cut, and says so", async () => {
    const lines = texts.events.split("\n");
    const [first = 0, second = 0] = rowsByGame(texts.events).values();
    await folder.write({
      "events.csv": `${lines.slice(0, first + second - 4).join("\n")}\n`,
      "substitutions.csv": texts.substitutions,
    });
    const { result, stored } = await importAll();
    expect(stored).toHaveLength(1);
    expect(result?.problems[0]?.message).toMatch(/GAME_END_FL is F, but no play of this game comes after it/);
  });
});
