import { describe, expect, it } from "vitest";
import {
  DatabaseOperations,
  type Game,
  GameStatusError,
  isRetryable,
  type LoadedGame,
  PlayConflictError,
  StaleGameStateError,
} from "../../src/index.js";
import { newGame, newPlay, type StagedGame, stageGame } from "../support/game-fixtures.js";
import { beliefs, GameServer, stateWithRuns } from "../support/game-server.js";
import { onServer } from "../support/places.js";
import { expectNothingUnhandled } from "../support/unhandled.js";

const at = onServer();
expectNothingUnhandled();
const one = () => new DatabaseOperations(at().database);
const other = () => new DatabaseOperations(at().elsewhere);

async function load({ gameId }: StagedGame): Promise<LoadedGame> {
  const loaded = await other().loadGameState(gameId);
  if (loaded === null) throw new Error(`game ${gameId} is gone`);
  return loaded;
}

describe("two servers that both run one game", () => {
  it.each(Object.entries(beliefs))("lose nothing and store no play twice, by its %s", async (_, believe) => {
    const game = await stageGame(at().database);
    const plays = 60;
    const servers = [
      new GameServer("fly", at().database, believe),
      new GameServer("bunt", at().elsewhere, believe),
    ] as const;
    await Promise.all(servers.map((rival) => rival.run(game, plays)));
    const loaded = await load(game);
    const [first, second] = servers;
    expect(loaded.plays.map(({ playNumber }) => playNumber)).toEqual(
      Array.from({ length: plays }, (_, index) => index + 1),
    );
    expect([...first.recorded, ...second.recorded].toSorted((a, b) => a - b)).toEqual(
      loaded.plays.map(({ playNumber }) => playNumber),
    );
    for (const { name, recorded } of servers)
      for (const playNumber of recorded) expect(loaded.plays[playNumber - 1]?.hitType).toBe(name);
    expect(loaded.game).toMatchObject({ ...stateWithRuns(plays), stateVersion: plays });
    expect(first.stale + second.stale).toBeGreaterThan(0);
  });

  it("change its state one after the other: each version succeeds only once", async () => {
    const game = await stageGame(at().database);
    const won: number[] = [];
    const changeAll = async (operations: DatabaseOperations) => {
      for (let version = 0; version < 60; ) {
        const options = { expectedVersion: version };
        const change = operations.updateGameState(game.gameId, stateWithRuns(version), options);
        const changed = await change.catch((error: unknown) => error);
        const isStale = changed instanceof StaleGameStateError;
        version = (isStale ? changed.details : (changed as { stateVersion: number })).stateVersion as number;
        if (!isStale) won.push(version);
      }
    };
    await Promise.all([changeAll(one()), changeAll(other())]);
    expect(won.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: won.length }, (_, index) => index + 1),
    );
    expect((await load(game)).game.stateVersion).toBe(won.length);
  });

  it("send the same play at the same time, and both get its answer", async () => {
    const game = await stageGame(at().database);
    for (let playNumber = 1; playNumber <= 20; playNumber += 1) {
      const play = newPlay(game, { playNumber });
      const answers = await Promise.all(
        [one(), other(), one()].map((operations) =>
          operations.recordPlay(play, stateWithRuns(playNumber), { expectedVersion: playNumber - 1 }),
        ),
      );
      expect(new Set(answers.map(({ playId }) => playId)).size).toBe(1);
      expect(answers.map(({ stateVersion }) => stateVersion)).toEqual([playNumber, playNumber, playNumber]);
    }
    expect((await load(game)).game).toMatchObject({
      ...stateWithRuns(20),
      stateVersion: 20,
    });
  });

  it("store one of two plays even if only one of them has an expectation", async () => {
    const game = await stageGame(at().database);
    for (let playNumber = 1; playNumber <= 15; playNumber += 1) {
      const expected = { expectedLastPlay: playNumber - 1 };
      const outcomes = await Promise.allSettled([
        one().recordPlay(newPlay(game, { playNumber, hitType: "fly" }), stateWithRuns(1), expected),
        other().recordPlay(newPlay(game, { playNumber, hitType: "bunt" }), stateWithRuns(2)),
      ]);
      const winner = outcomes.findIndex(({ status }) => status === "fulfilled");
      const lost = outcomes.filter((outcome) => outcome.status === "rejected");
      expect(lost).toHaveLength(1);
      // There may be a deadlock: PostgreSQL then aborts one of them, which may simply be tried again.
      const reason: unknown = lost[0]?.reason;
      const known = [StaleGameStateError, PlayConflictError].some(
        (ErrorClass) => reason instanceof ErrorClass,
      );
      expect(known || isRetryable(reason)).toBe(true);
      const { plays, game: stored } = await load(game);
      expect(plays.map(({ hitType }) => hitType)[playNumber - 1]).toBe(["fly", "bunt"][winner]);
      expect(stored).toMatchObject({ awayScore: winner + 1, stateVersion: playNumber });
    }
  });
});

describe("two steps in a game's life at the same time", () => {
  const pairs = [
    ["startGame", "startGame", "pending"],
    ["pauseGame", "pauseGame", "active"],
    ["resumeGame", "resumeGame", "paused"],
    ["completeGame", "completeGame", "active"],
    ["completeGame", "abandonGame", "paused"],
    ["abandonGame", "completeGame", "active"],
  ] as const;

  it.each(pairs)(
    "%s and %s of a game that is %s: one succeeds, and the other gets an error",
    async (a, b, status) => {
      for (let turn = 0; turn < 15; turn += 1) {
        const { id } = await one().createGame(newGame({ status }));
        const outcomes = await Promise.allSettled([one()[a](id), other()[b](id)]);
        const won = outcomes.filter((outcome) => outcome.status === "fulfilled");
        const lost = outcomes.filter((outcome) => outcome.status === "rejected");
        expect([won.length, lost.length]).toEqual([1, 1]);
        const stored = (await one().loadGameState(id))?.game as Game;
        expect(won[0]?.value).toEqual(stored);
        expect(stored.stateVersion).toBe(1);
        expect(lost[0]?.reason).toBeInstanceOf(GameStatusError);
        expect(lost[0]?.reason.details).toMatchObject({ status: stored.status, stateVersion: 1 });
      }
    },
  );
});
