import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Database,
  DatabaseOperations,
  GameStatusError,
  type Half,
  type Play,
  PlayConflictError,
  type PlayInput,
  PlaySequenceError,
  StaleGameStateError,
} from "../../../src/index.js";
import { migrate } from "../../../src/migrations.js";
import { firstSituation, situationAfter } from "../../../src/rules/situation.js";
import { CitusServer } from "../../support/citus-server.js";
import { homeTeamId, newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { propertyRuns } from "../../support/property-runs.js";
import { query, queryAlone } from "../../support/raw-sql.js";
import { countStatements } from "../../support/statement-counter.js";

/** A stand-in does not load the library by which a connection recognizes a possible cluster. */
const mayBeDistributed = process.env.CITUS_DATABASE_URL === undefined ? "-c citus.version=stand-in" : "";
const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

/** If the game's row has the place of the next play, a play is recorded without reading the plays. */
describe("on a distributed database, the place of the next play in the game's row", () => {
  let server: CitusServer;
  let database: Database;
  let operations: DatabaseOperations;

  beforeAll(async () => {
    server = await CitusServer.create();
    database = await Database.open(await server.createDatabase(), { options: mayBeDistributed });
    await migrate(database, { distributed: "citus" });
    operations = new DatabaseOperations(database);
  });
  afterAll(async () => {
    await database?.close();
    await server?.dispose();
  });

  /** The play that follows from those that are stored. */
  async function nextPlay(game: StagedGame, content: Partial<PlayInput> = {}): Promise<PlayInput> {
    const last = (await operations.getPlays(game.gameId)).at(-1);
    const { inning, half, outs, awayScore, homeScore } =
      last === undefined ? firstSituation : situationAfter(last);
    const playNumber = (last?.playNumber ?? 0) + 1;
    return newPlay(game, { playNumber, inning, half, awayScore, homeScore, ...possible(outs, content) });
  }

  const record = (play: PlayInput) => operations.recordPlay(play, state);

  async function updatesOf(work: () => Promise<unknown>): Promise<number> {
    using statements = countStatements();
    await work();
    return statements.sent.filter((text) => text.startsWith('update "games"')).length;
  }

  it("is used by the play after a recorded one, also when players have changed", async () => {
    const game = await stageGame(database);
    const { gameId } = game;
    expect(await updatesOf(async () => record(await nextPlay(game)))).toBe(1);
    const second = await nextPlay(game);
    expect(await updatesOf(() => record(second))).toBe(1);
    await operations.addSbaLineupPlayer({ gameId, teamId: homeTeamId, playerId: 1, position: "PH" });
    const third = await nextPlay(game);
    expect(await updatesOf(() => record(third))).toBe(1);
    await operations.updateGameState(gameId, state);
    const fourth = await nextPlay(game);
    expect(await updatesOf(() => record(fourth))).toBe(2);
  });

  it("is used for a state with a status and a version, too", async () => {
    const game = await stageGame(database);
    const first = await record(await nextPlay(game));
    const second = await nextPlay(game);
    const ending = { ...state, status: "completed" as const, winnerTeamId: homeTeamId };
    const stale = { expectedVersion: first.stateVersion + 1 };
    await expect(operations.recordPlay(second, ending, stale)).rejects.toThrow(StaleGameStateError);
    const current = { expectedVersion: first.stateVersion };
    expect(await updatesOf(() => operations.recordPlay(second, ending, current))).toBe(1);
    expect((await operations.loadGameState(game.gameId))?.game).toMatchObject({
      ...{ status: "completed", winnerTeamId: homeTeamId, stateVersion: first.stateVersion + 1 },
    });
    await expect(record(await nextPlay(game))).rejects.toThrow(GameStatusError);
  });

  it("is undone with the transaction that wrote it, and with a savepoint", async () => {
    const game = await stageGame(database);
    await record(await nextPlay(game));
    const second = await nextPlay(game);
    const third = newPlay(game, { ...second, playNumber: 3 });
    await database.transaction(async (session) => {
      const within = session
        .savepoint(async (scope) => {
          await new DatabaseOperations(scope).recordPlay(second, state);
          throw new Error("undo");
        })
        .catch(() => {});
      await within;
    });
    await expect(record(third)).rejects.toThrow();
    await record(second);
    await record(third);
  });

  it("is not used after plays were changed by SQL that increments the version, or by an earlier release", async () => {
    const game = await stageGame(database);
    for (const _ of [1, 2, 3]) await record(await nextPlay(game));
    const fourth = await nextPlay(game);
    await queryAlone(database, `delete from plays where game_id = '${game.gameId}' and play_number = 3`);
    await queryAlone(
      database,
      `update games set feed_version = feed_version + 1 where id = '${game.gameId}'`,
    );
    await expect(record(fourth)).rejects.toThrow(PlaySequenceError);
    expect((await record(await nextPlay(game))).playId).toBeGreaterThan(0);
  });

  it("a play whose number is taken leaves the game's count as it was", async () => {
    const game = await stageGame(database);
    const play = await nextPlay(game);
    const playId = await operations.savePlay(play);
    const count = () =>
      queryAlone(database, `select feed_version from games where id = '${game.gameId}'`).then(
        ([row]) => row?.feed_version,
      );
    const before = await count();
    expect(await operations.savePlay(play)).toBe(playId);
    await expect(operations.savePlay({ ...play, hitType: "other" })).rejects.toThrow(PlayConflictError);
    await database.transaction(async (session) => {
      expect(await new DatabaseOperations(session).savePlay(play)).toBe(playId);
      await query(session, "select 1");
    });
    expect(await count()).toBe(before);
  });

  it("never accepts a play that does not follow from the last one, whatever happened before", async () => {
    const finals = fc.record({
      outsRecorded: fc.integer({ min: 0, max: 3 }),
      batterFinal: fc.constantFrom(null, 1, 4),
    });
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant("record" as const), finals }) },
      fc.record({
        kind: fc.constantFrom("save" as const, "revise" as const, "outOfSequence" as const),
        finals,
      }),
      fc.record({ kind: fc.constantFrom("rewind" as const, "player" as const, "state" as const), finals }),
      fc.record({
        kind: fc.constant("wrong" as const),
        finals,
        half: fc.constantFrom<Half>("top", "bottom"),
        inning: fc.integer({ min: 1, max: 3 }),
        outsBefore: fc.integer({ min: 0, max: 2 }),
        playNumber: fc.integer({ min: 1, max: 8 }),
        awayScore: fc.integer({ min: 0, max: 2 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const game = await stageGame(database);
        const { gameId } = game;
        for (const { kind, finals: content, ...place } of steps) {
          const next = await nextPlay(game, content);
          const plays = await operations.getPlays(gameId);
          const last = plays.at(-1);
          if (kind === "record") await record(next);
          else if (kind === "save") await operations.savePlay(next);
          else if (kind === "outOfSequence") {
            const later = { ...next, playNumber: next.playNumber + 1 };
            await operations.recordPlay(later, state, { outOfSequence: true });
          } else if (kind === "player") {
            await operations.addSbaLineupPlayer({ gameId, teamId: homeTeamId, playerId: 1, position: "PH" });
          } else if (kind === "state") await operations.updateGameState(gameId, state);
          else if (kind === "rewind") await operations.rewindGame(gameId, plays.at(-3)?.playNumber ?? 0);
          else if (kind === "revise") {
            if (last !== undefined)
              await operations.reviseLastPlay(newPlay(game, revised(last, content)), state);
          } else {
            const wrong = {
              ...next,
              ...place,
              ...possible((place as Partial<PlayInput>).outsBefore ?? 0, content),
            };
            const isNext = Object.entries(place).every(([field, value]) => next[field as "inning"] === value);
            const isStored = wrong.playNumber <= (last?.playNumber ?? 0);
            if (isNext) await record(wrong);
            else if (!isStored) await expect(record(wrong)).rejects.toThrow();
          }
        }
      }),
      { numRuns: propertyRuns(60) },
    );
  });
});

/** A play after this many outs; a half-inning has at most three. */
function possible(outsBefore: number, content: Partial<PlayInput>): Partial<PlayInput> {
  return { ...content, pa: 1, outsBefore, outsRecorded: Math.min(content.outsRecorded ?? 0, 3 - outsBefore) };
}

/** Another content for a stored play. */
function revised(play: Play, content: Partial<PlayInput>): Partial<PlayInput> {
  const { playNumber, inning, half, outsBefore, awayScore, homeScore } = play;
  return { playNumber, inning, half, awayScore, homeScore, ...possible(outsBefore, content) };
}
