import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { GameFile } from "../../../src/import.js";
import {
  CommitOutcomeUnknownError,
  DatabaseOperations,
  type Executor,
  IllegalPlayError,
  type RecoveredGame,
  recordEvent,
  recordSubstitution,
  recoverGame,
  StaleGameStateError,
} from "../../../src/index.js";
import { oddFolder } from "../../support/event-files.js";
import { replayedGames } from "../../support/event-games.js";
import { onServer } from "../../support/places.js";
import { RandomGame } from "../../support/random-game.js";
import { RecordedEvents } from "../../support/recorded-events.js";
import { needsPostseason, postseasonFolder } from "../../support/retrosheet.js";

const at = onServer();

async function firstGame(): Promise<GameFile> {
  for await (const [, { file }] of replayedGames(postseasonFolder)) return file;
  throw new Error("there is no game");
}

/** The first real game again, as another game. */
async function begun(executor: Executor) {
  const file = await firstGame();
  const copy = { ...file, game: { ...file.game, id: crypto.randomUUID() } };
  const recorded = new RecordedEvents(executor, copy);
  return { recorded, game: await recorded.begin() };
}

describe("recordEvent", needsPostseason, () => {
  it("returns the game as recoverGame reads it, after every play and substitution of a real game", async () => {
    const { database } = at();
    const { recorded, game } = await begun(database);
    let steps = 0;
    for await (const after of recorded.steps(game)) {
      steps += 1;
      expect(after).toEqual(await recoverGame(database, game.gameId));
    }
    expect(steps).toBeGreaterThan(60);
    expect(await recorded.differences()).toEqual([]);
  });

  it("does so in the odd games too, and stores what their event files say", async () => {
    const { database } = at();
    let games = 0;
    for (const name of readdirSync(oddFolder))
      for await (const [, { file }] of replayedGames(join(oddFolder, name)))
        await database.transaction(async (session) => {
          const recorded = new RecordedEvents(session, file);
          for await (const after of recorded.steps(await recorded.begin()))
            expect(after).toEqual(await recoverGame(session, file.game.id));
          expect(await recorded.differences()).toEqual([]);
          games += 1;
        });
    expect(games).toBe(7);
  });

  it("changes nothing in place, so that the game is still correct after a rollback", async () => {
    const { database } = at();
    const { game } = await begun(database);
    const before = structuredClone(game);
    await expect(
      database.transaction(async (session) => {
        const after = await recordEvent(session, game, "S8");
        expect(after).toEqual(await recoverGame(session, game.gameId));
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    expect(game).toEqual(before);
    expect(game).toEqual(await recoverGame(database, game.gameId));
    expect((await recordEvent(database, game, "S8")).bases.first).toEqual(game.batter);
  });

  it("stores a play together with what it corrects in earlier ones, or neither", async () => {
    const { database } = at();
    const { game: first } = await begun(database);
    let game = first;
    for (const event of ["E6", "HR9", "63", "63"]) game = await recordEvent(database, game, event);
    const corrected = async () =>
      (await new DatabaseOperations(database).getPlays(game.gameId)).map(({ earnedRuns }) => earnedRuns);
    expect(await corrected()).toEqual([0, 1, 0, 0]);
    const single = await begun(database);
    game = single.game;
    // The runner on third scores on a passed ball, and would have scored on the single: his run becomes earned.
    for (const event of ["T8", "PB.3-H"]) game = await recordEvent(database, game, event);
    expect(await corrected()).toEqual([0, 0]);
    game = await recordEvent(database, game, "S8");
    expect(await corrected()).toEqual([0, 1, 0]);
    expect(game).toEqual(await recoverGame(database, game.gameId));
  });

  it("refuses what cannot have happened before anything is sent", async () => {
    const { database } = at();
    const { game } = await begun(database);
    await expect(recordEvent(database, game, "S8.2-H")).rejects.toThrow(IllegalPlayError);
    expect(game).toEqual(await recoverGame(database, game.gameId));
  });

  it("refuses a game that has changed, except with strict: false", async () => {
    const { database } = at();
    const { game } = await begun(database);
    const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;
    await new DatabaseOperations(database).updateGameState(game.gameId, state);
    await expect(recordEvent(database, game, "S8")).rejects.toThrow(StaleGameStateError);
    await expect(recordEvent(database, game, "S8", { strict: false })).resolves.toMatchObject({
      playCount: 1,
    });
  });

  it("sends a play again if its answer was lost, and stores it once", async () => {
    const { database } = at();
    const { game } = await begun(database);
    const operations = new DatabaseOperations(database);
    let lost = 0;
    const { recordPlay } = operations;
    operations.recordPlay = async (...given) => {
      const answer = await recordPlay.apply(operations, given);
      lost += 1;
      if (lost === 1) throw new CommitOutcomeUnknownError("The answer was lost.");
      return answer;
    };
    const after: RecoveredGame = await recordEvent(operations, game, "S8");
    expect(lost).toBe(2);
    expect(after).toEqual(await recoverGame(database, game.gameId));
  });
});

describe("a pitcher who leaves", () => {
  const rules = {
    leagueId: "sba",
    awayTeamId: 1,
    homeTeamId: 2,
    scheduledInnings: 9,
    firstPerson: 0,
  } as const;

  /** A game in which each team has its first lineup, and a function that brings in another pitcher for the home team. */
  async function begunWithRelievers() {
    const { database } = at();
    const random = new RandomGame(
      database,
      { ...rules, automaticRunnerInning: null, usesDesignatedHitters: true },
      () => 0,
    );
    await random.begin();
    let reliever = 900;
    const relieved = (game: RecoveredGame) =>
      recordSubstitution(database, game, {
        teamId: 2,
        changes: [{ replaces: game.pitcher?.id as number, playerId: ++reliever, position: "P" }],
      });
    const isAsRecovered = async (game: RecoveredGame) =>
      expect(game).toEqual(await recoverGame(database, game.gameId));
    return { database, game: random.game, relieved, isAsRecovered };
  }

  it("keeps his last entry while runners are charged to him, through several changes", async () => {
    const { database, game: begun, relieved, isAsRecovered } = await begunWithRelievers();
    let game = await recordEvent(database, begun, "S8");
    for (const event of ["W.1-2", "K", "S7.2-3;1-2"]) {
      game = await relieved(game);
      await isAsRecovered(game);
      game = await recordEvent(database, game, event);
      await isAsRecovered(game);
    }
    await isAsRecovered(await relieved(game));
  });

  it("gets his entry after he left when a walk is charged to him, although the caller passes an older entry", async () => {
    const { database, game: begun, relieved, isAsRecovered } = await begunWithRelievers();
    const formerPitcher = begun.pitcher as NonNullable<RecoveredGame["pitcher"]>;
    const game = await recordEvent(database, await relieved(begun), "W", { formerPitcher });
    expect(game.chargedTo.first).toMatchObject({ id: formerPitcher.id, isActive: false, leftAfterPlay: 0 });
    await isAsRecovered(game);
    await isAsRecovered(await relieved(game));
  });
});
