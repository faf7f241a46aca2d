import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineupRecorder } from "../../../src/import/game-file/lineup-recorder.js";
import {
  type FileLineupEntry,
  type GameFile,
  parseGameFile,
  readGame,
  recordGame,
} from "../../../src/import.js";
import { DatabaseOperations, newGameId } from "../../../src/index.js";
import { worldSeriesText } from "../../support/examples.js";
import { smallGameFile } from "../../support/game-files.js";
import { onServer } from "../../support/places.js";
import { propertyRuns } from "../../support/property-runs.js";

const at = onServer();
const worldSeries = parseGameFile(JSON.parse(await worldSeriesText()));

/** The same game under another identity. */
const withNewId = (file: GameFile): GameFile => ({ ...file, game: { ...file.game, id: newGameId() } });

async function recordedAndRead(file: GameFile): Promise<GameFile> {
  const { database } = at();
  await database.transaction((session) => recordGame(new DatabaseOperations(session), file));
  return readGame(database, file.game.id);
}

describe("a game file that is recorded", () => {
  it("is recorded by starting lineups, substitutions and decisions, each of which changes the game's state", async () => {
    const file = withNewId(worldSeries);
    expect(new LineupRecorder(file).notices).toEqual([]);
    expect(await recordedAndRead(file)).toEqual(file);
    const loaded = await new DatabaseOperations(at().database).loadGameState(file.game.id);
    const groups = new Set(file.lineups.map(({ afterPlay, teamId }) => `${afterPlay} ${teamId}`));
    expect(loaded?.game.stateVersion).toBe(file.plays.length + groups.size + 2);
  });

  it("is read as the same file even if no game server would have made its lineups", async () => {
    const json = smallGameFile();
    Object.assign(json.lineups[0] as object, { isActive: false });
    const file = withNewId(parseGameFile(json));
    expect(new LineupRecorder(file).notices).toEqual([
      "the lineups do not follow from starting lineups and substitutions; each entry was stored as it is",
    ]);
    expect(await recordedAndRead(file)).toEqual(file);
  });

  it("ends the entry that was replaced, although the file does not say that he left", async () => {
    const file = withNewId(parseGameFile(smallGameFile()));
    const { lineups } = await recordedAndRead(file);
    expect(lineups.map(({ isActive }) => isActive)).toEqual([false, true, true]);
  });

  it("is read as the same file, whatever an entry says", async () => {
    const anyEntry = fc.integer({ min: 0, max: worldSeries.lineups.length - 1 });
    const anyChange: fc.Arbitrary<Partial<FileLineupEntry>> = fc.oneof(
      fc.record({ isFatigued: fc.constant(true) }),
      fc.record({ isStarter: fc.boolean() }),
      fc.record({ enteredInning: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ playerName: fc.constantFrom(null, "Ott") }),
      fc.constant({ decision: null }),
      fc.constant({ isActive: false, leftAfterPlay: null }),
      fc.constant({ isActive: false, leftAfterPlay: worldSeries.plays.length }),
    );
    await fc.assert(
      fc.asyncProperty(anyEntry, anyChange, async (changed, change) => {
        const file = withNewId(worldSeries);
        const lineups = file.lineups.map((entry, index) =>
          index === changed ? { ...entry, ...change } : entry,
        );
        expect(await recordedAndRead({ ...file, lineups })).toEqual({ ...file, lineups });
      }),
      { numRuns: propertyRuns(4) },
    );
  });

  it("continues after the recorded lineups", async () => {
    const file = withNewId(worldSeries);
    const operations = new DatabaseOperations(at().database);
    const { homeTeamId, awayTeamId, id: gameId } = file.game;
    await operations.createGame({ gameId, leagueId: "sba", homeTeamId, awayTeamId });
    await new LineupRecorder(file).enterAfter(operations, 0);
    const stored = (await operations.loadGameState(gameId))?.lineups ?? [];
    const recorder = new LineupRecorder(file);
    expect(recorder.hasEntriesAfter(0)).toBe(true);
    expect(() => recorder.idOf(1)).toThrow(RangeError);
    recorder.resume(stored);
    expect(recorder.hasEntriesAfter(0)).toBe(false);
    expect(recorder.idOf(1)).toBe(stored[0]?.id);
    await recorder.enterAfter(operations, 0);
    expect((await operations.loadGameState(gameId))?.lineups).toEqual(stored);
  });
});
