import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type GameFile, readGame, recordGame } from "../../../src/import.js";
import {
  type Database,
  DatabaseOperations,
  type Decision,
  type RecoveredGame,
  recoverGame,
  ValidationError,
  verifyGame,
} from "../../../src/index.js";
import { oddFolder } from "../../support/event-files.js";
import { replayedGames } from "../../support/event-games.js";
import { newWorldSeriesGame } from "../../support/partial-games.js";
import { onServer } from "../../support/places.js";
import { RandomGame } from "../../support/random-game.js";
import { needsPostseason } from "../../support/retrosheet.js";

const at = onServer();

/** A real game that is over on the field, and not completed or decided yet. */
async function undecidedGame(database: Database, file: GameFile): Promise<GameFile["game"]> {
  const game = { ...file.game, status: "active" as const, winnerTeamId: null, completedAt: null };
  const lineups = file.lineups.map((entry) => ({ ...entry, decision: null }));
  await database.transaction((session) =>
    recordGame(new DatabaseOperations(session), { ...file, game, lineups }),
  );
  return file.game;
}

const namesOf = (entries: readonly { decision: Decision | null; playerName: string | null }[]) =>
  Object.fromEntries(
    entries.flatMap(({ decision, playerName }) => (decision ? [[decision, playerName]] : [])),
  );

const decided = async (database: Database, gameId: string) =>
  namesOf((await readGame(database, gameId)).lineups);

describe('completeGame with decisions "byRule"', () => {
  it("credits the pitchers whom the official scorer credited, and counts the game's state", async () => {
    const { database } = at();
    const file = await newWorldSeriesGame();
    await undecidedGame(database, file);
    const operations = new DatabaseOperations(database);
    const before = (await recoverGame(database, file.game.id)) as RecoveredGame;
    const game = await operations.completeGame(file.game.id, { decisions: "byRule" });
    expect(game).toMatchObject({ status: "completed", winnerTeamId: file.game.winnerTeamId });
    expect(game.stateVersion).toBe(before.stateVersion + 2);
    expect(await decided(database, file.game.id)).toEqual(namesOf(file.lineups));
    expect(await decided(database, file.game.id)).toEqual({
      ...{ win: "Aroldis Chapman", loss: "Bryan Shaw", save: "Mike Montgomery" },
    });
    expect(await verifyGame(database, file.game.id)).toEqual([]);
  });

  it("credits a pitcher who left the mound and came back as one pitcher", needsPostseason, async () => {
    const { database } = at();
    for await (const [, { file }] of replayedGames(join(oddFolder, "TBA201807250"))) {
      const { id } = await undecidedGame(database, file);
      await new DatabaseOperations(database).completeGame(id, { decisions: "byRule" });
      expect(await decided(database, id)).toEqual(namesOf(file.lineups));
    }
  });

  it("does both or nothing within the caller's transaction", async () => {
    const { database } = at();
    const game = await undecidedGame(database, await newWorldSeriesGame());
    await expect(
      database.transaction(async (session) => {
        await new DatabaseOperations(session).completeGame(game.id, { decisions: "byRule" });
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    expect(await recoverGame(database, game.id)).toMatchObject({ status: "active" });
    expect(await decided(database, game.id)).toEqual({});
  });

  it("sets no decisions without the option, and refuses other values by name before it completes the game", async () => {
    const { database } = at();
    const game = await undecidedGame(database, await newWorldSeriesGame());
    const operations = new DatabaseOperations(database);
    await expect(operations.completeGame(game.id, { decisions: "scorer" as never })).rejects.toThrow(
      ValidationError,
    );
    expect(await recoverGame(database, game.id)).toMatchObject({ status: "active" });
    await operations.completeGame(game.id);
    expect(await decided(database, game.id)).toEqual({});
  });

  it("credits nobody in a game that was called during a tie", async () => {
    const { database } = at();
    const teams = { awayTeamId: 1, homeTeamId: 2 };
    const rules = { leagueId: "pd", scheduledInnings: 9, automaticRunnerInning: null, ...teams } as const;
    const random = new RandomGame(
      database,
      { ...rules, usesDesignatedHitters: true, firstPerson: 0 },
      () => 0,
    );
    await random.begin();
    const { gameId } = random.game;
    expect(random.game).toMatchObject({ awayScore: 0, homeScore: 0 });
    await new DatabaseOperations(database).completeGame(gameId, { decisions: "byRule" });
    expect(await decided(database, gameId)).toEqual({});
  });
});
