import { describe, expect, it } from "vitest";
import {
  DatabaseOperations,
  GameStatusError,
  type LoadedGame,
  NotOnRosterError,
  PlayConflictError,
  PlaySequenceError,
  StaleGameSessionError,
} from "../../src/index.js";
import { behind } from "../support/behind.js";
import { fullGame, startersOf } from "../support/full-game.js";
import {
  awayTeamId,
  homeTeamId,
  newGame,
  newPlay,
  type StagedGame,
  stageGame,
} from "../support/game-fixtures.js";
import { onServer } from "../support/places.js";
import { rejectionOf } from "../support/sample-inputs.js";
import { expectNothingUnhandled } from "../support/unhandled.js";

const at = onServer();
expectNothingUnhandled();
const one = () => new DatabaseOperations(at().database);
const other = () => new DatabaseOperations(at().elsewhere);
const committed = () => ({ ...at(), end: "commit" }) as const;
const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

async function load(gameId: string): Promise<LoadedGame> {
  const loaded = await other().loadGameState(gameId);
  if (loaded === null) throw new Error(`game ${gameId} is gone`);
  return loaded;
}
const numbersOf = async (gameId: string) => (await load(gameId)).plays.map(({ playNumber }) => playNumber);

describe("the same play with another state", () => {
  const record = (game: StagedGame, awayScore: number) => (operations: DatabaseOperations) =>
    operations.recordPlay(newPlay(game), { ...state, awayScore }, { expectedVersion: 0 });

  it("is a conflict, one after the other and at the same time, and the first state stays", async () => {
    for (const race of [
      async (game: StagedGame) => {
        await record(game, 1)(one());
        return record(game, 2)(other());
      },
      (game: StagedGame) => behind(committed(), record(game, 1), record(game, 2)),
    ]) {
      const game = await stageGame(at().database);
      const refusal = await rejectionOf(race(game));
      expect(refusal).toBeInstanceOf(PlayConflictError);
      expect((refusal as PlayConflictError).details.differs).toEqual(["state"]);
      expect((await load(game.gameId)).game).toMatchObject({ awayScore: 1, stateVersion: 1 });
    }
  });

  it("is a conflict also after the game has continued, and the same state gets the first answer", async () => {
    const game = await stageGame(at().database);
    const first = await record(game, 3)(one());
    await one().recordPlay(newPlay(game, { playNumber: 2 }), { ...state, awayScore: 9 });
    expect(await rejectionOf(record(game, 4)(other()))).toBeInstanceOf(PlayConflictError);
    expect(await record(game, 3)(other())).toEqual({ ...first, stateVersion: 2 });
  });

  it("is a conflict for a revised play with the state from before the revision", async () => {
    const game = await stageGame(at().database);
    await record(game, 1)(one());
    await one().reviseLastPlay(newPlay(game), { ...state, awayScore: 2 });
    expect(await rejectionOf(record(game, 1)(other()))).toBeInstanceOf(PlayConflictError);
    expect(await record(game, 2)(other())).toMatchObject({ stateVersion: 2 });
  });
});

describe("ten plays of one game", () => {
  const plays = (game: StagedGame) =>
    Array.from({ length: 10 }, (_, index) => newPlay(game, { playNumber: index + 1 }));
  const stateAfter = (playNumber: number) => ({ ...state, awayScore: playNumber });

  it("recorded together are all stored, and the game has the state after the last one", async () => {
    const game = await stageGame(at().database);
    await Promise.all(plays(game).map((play) => one().recordPlay(play, stateAfter(play.playNumber))));
    const loaded = await load(game.gameId);
    expect(loaded.plays).toHaveLength(10);
    expect(loaded.game).toMatchObject({ awayScore: 10, stateVersion: 10 });
  });

  it("recorded out of sequence, in any order, leave the game in the state after the highest number", async () => {
    const game = await stageGame(at().database);
    const shuffled = plays(game).toSorted((one, two) => (one.playNumber % 4) - (two.playNumber % 4));
    await Promise.all(
      shuffled.map((play, index) =>
        (index % 2 === 0 ? one() : other()).recordPlay(play, stateAfter(play.playNumber), {
          outOfSequence: true,
        }),
      ),
    );
    const loaded = await load(game.gameId);
    expect(loaded.plays).toHaveLength(10);
    expect(loaded.game).toMatchObject({ awayScore: 10, stateVersion: 10 });
  });
});

describe("a play that is being saved", () => {
  it("while the game is rewound is removed with the later plays, so that no gap remains", async () => {
    const game = await stageGame(at().database);
    for (let playNumber = 1; playNumber <= 6; playNumber += 1)
      await one().savePlay(newPlay(game, { playNumber }));
    const removed = await behind(
      committed(),
      (operations) => operations.savePlay(newPlay(game, { playNumber: 7 })),
      (operations) => operations.rewindGame(game.gameId, 3),
    );
    expect(removed.plays.map(({ playNumber }) => playNumber)).toEqual([4, 5, 6, 7]);
    expect(await numbersOf(game.gameId)).toEqual([1, 2, 3]);
  });

  it("while a player is taken out comes before he leaves", async () => {
    const game = await stageGame(at().database);
    const entry = await behind(
      committed(),
      (operations) => operations.savePlay(newPlay(game)),
      (operations) => operations.deactivateLineupPlayer(game.gameId, game.runnerId),
    );
    expect(entry.leftAfterPlay).toBe(1);
  });

  it("with a later number first is not missed by a follower that uses the plays' stamps", async () => {
    const game = await stageGame(at().database);
    await behind(
      committed(),
      (operations) => operations.savePlay(newPlay(game, { playNumber: 2 })),
      (operations) => operations.savePlay(newPlay(game, { playNumber: 1 })),
    );
    expect(await numbersOf(game.gameId)).toEqual([1, 2]);
  });
});

describe("a play out of its place", () => {
  it.each([
    ["the first with another number", { playNumber: 50 }],
    ["the first in a later inning", { inning: 7 }],
    ["the first of the home team", { half: "bottom" }],
    ["the first with a score", { awayScore: 9, homeScore: 9 }],
    ["the first with an out", { outsBefore: 1 }],
  ] as const)("is refused: %s", async (_, change) => {
    const game = await stageGame(at().database);
    const refusal = await rejectionOf(one().recordPlay(newPlay(game, change), state));
    expect(refusal).toBeInstanceOf(PlaySequenceError);
    expect((refusal as PlaySequenceError).details.differs).toEqual(Object.keys(change));
    expect(await numbersOf(game.gameId)).toEqual([]);
    await one().recordPlay(newPlay(game, change), state, { outOfSequence: true });
    expect(await numbersOf(game.gameId)).toEqual([newPlay(game, change).playNumber]);
  });

  it("is refused after a third out unless it begins the next half-inning", async () => {
    const { gameId, away, home } = await fullGame(one());
    const game = { gameId, batterId: away.P, pitcherId: home.P } as StagedGame;
    const out = (playNumber: number) => ({ playNumber, outsBefore: playNumber - 1, outsRecorded: 1 });
    for (const number of [1, 2, 3]) await one().recordPlay(newPlay(game, out(number)), state);
    const fourth = newPlay(game, { playNumber: 4 });
    expect(await rejectionOf(one().recordPlay(fourth, state))).toBeInstanceOf(PlaySequenceError);
    await one().recordPlay({ ...fourth, half: "bottom" }, { ...state, half: "bottom" });
    expect(await numbersOf(gameId)).toEqual([1, 2, 3, 4]);
  });

  it("is refused in a game that is not active", async () => {
    const game = await stageGame(at().database);
    await one().abandonGame(game.gameId);
    expect(await rejectionOf(one().recordPlay(newPlay(game), state))).toBeInstanceOf(GameStatusError);
  });
});

describe("a session's snapshot", () => {
  it("loses no change of twenty writers that read, change and write it until they succeed", async () => {
    const { gameId } = await stageGame(at().database);
    await one().createGameSession({ gameId, stateSnapshot: { count: 0 } });
    const increment = async (operations: DatabaseOperations): Promise<void> => {
      for (;;) {
        const session = await operations.getGameSession(gameId);
        const count = Number(session?.stateSnapshot.count) + 1;
        const expectedLastActionAt = session?.lastActionAt;
        try {
          await operations.updateSessionSnapshot(gameId, { count }, { expectedLastActionAt });
          return;
        } catch (error) {
          if (!(error instanceof StaleGameSessionError)) throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => increment(index % 2 ? one() : other())));
    expect((await one().getGameSession(gameId))?.stateSnapshot).toEqual({ count: 20 });
  });

  it("is distinguished from a newer one by the time that was read", async () => {
    const { gameId } = await stageGame(at().database);
    const session = await one().createGameSession({ gameId });
    const options = { expectedLastActionAt: session.lastActionAt, lastActionAt: new Date(5) };
    const updated = await one().updateSessionSnapshot(gameId, { a: 1 }, options);
    expect(updated.lastActionAt.getTime()).toBe(session.lastActionAt.getTime() + 1);
    const refusal = await rejectionOf(one().updateSessionSnapshot(gameId, { a: 2 }, options));
    expect(refusal).toBeInstanceOf(StaleGameSessionError);
    expect(await one().getGameSession(gameId)).toEqual(updated);
  });
});

describe("a lineup entry", () => {
  it("must be on the team's roster if it has one, and may be anyone if it has none", async () => {
    const { id: gameId } = await one().createGame(newGame({ leagueId: "pd" }));
    const entry = { gameId, teamId: homeTeamId, position: "PH" } as const;
    await one().addPdLineupCard({ ...entry, cardId: 1 });
    await one().addPdRosterCard({ gameId, teamId: homeTeamId, cardId: 2 });
    expect(await rejectionOf(one().addPdLineupCard({ ...entry, cardId: 3 }))).toBeInstanceOf(
      NotOnRosterError,
    );
    await one().addPdLineupCard({ ...entry, cardId: 2 });
    const sba = await stageGame(at().database);
    await one().addSbaRosterPlayer({ gameId: sba.gameId, teamId: homeTeamId, playerId: 7 });
    const player = { gameId: sba.gameId, teamId: homeTeamId, position: "PH", playerId: 8 } as const;
    expect(await rejectionOf(one().addSbaLineupPlayer(player))).toBeInstanceOf(NotOnRosterError);
  });

  it("cannot enter in another way: a starting lineup and a substitution name everyone who is not on it", async () => {
    for (const leagueId of ["pd", "sba"] as const) {
      const { id: gameId } = await one().createGame(newGame({ leagueId }));
      const person = (id: number) => (leagueId === "pd" ? { cardId: id } : { playerId: id });
      const players = startersOf("Home").map(({ playerId, ...place }) => ({ ...place, ...person(playerId) }));
      const team = { gameId, teamId: homeTeamId };
      const add = (id: number) =>
        leagueId === "pd"
          ? one().addPdRosterCard({ ...team, cardId: id })
          : one().addSbaRosterPlayer({ ...team, playerId: id });
      for (let id = 1; id <= 8; id += 1) await add(id);
      const refusal = await rejectionOf(one().setStartingLineup({ ...team, players }));
      expect(refusal).toBeInstanceOf(NotOnRosterError);
      expect((refusal as NotOnRosterError).details.people).toMatchObject([person(9), person(10)]);
      expect(await one().getActiveLineup(gameId, homeTeamId)).toEqual([]);
      await add(9);
      await add(10);
      const { entries } = await one().setStartingLineup({ ...team, players });
      const at = (position: string) => entries.find((entry) => entry.position === position)?.id as number;
      const relief = (id: number) =>
        one().substitute({ ...team, changes: [{ replaces: at("P"), ...person(id), position: "P" }] });
      expect(await rejectionOf(relief(11))).toBeInstanceOf(NotOnRosterError);
      await add(11);
      await relief(11);
      // Players who are in the game may move, and a team without a roster accepts everyone.
      await one().substitute({
        ...team,
        changes: [
          { replaces: at("2B"), position: "SS" },
          { replaces: at("SS"), position: "2B" },
        ],
      });
      await one().setStartingLineup({ ...team, teamId: awayTeamId, players });
    }
  });
});
