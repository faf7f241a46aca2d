import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Feed, type FeedEvent, type FollowedGame } from "../../../../src/feed.js";
import { DatabaseOperations, type Play, type PlayInput } from "../../../../src/index.js";
import { liveGame } from "../../../../src/rules/live-game.js";
import { majorLeagues2020 } from "../../../../src/stats/value/major-leagues-2020.js";
import { fillPlayValues } from "../../../../src/stats.js";
import { TestFollower } from "../../../support/followers.js";
import { firstPlay, fullGame } from "../../../support/full-game.js";
import { homeTeamId, newPlay, type StagedGame, stageGame } from "../../../support/game-fixtures.js";
import type { At } from "../../../support/places.js";

/** What a follower sees of a game, on every kind of database. */
export function describeFollowing(at: At): void {
  describe("following a game", () => {
    let feed: Feed;
    let game: StagedGame;
    let follower: TestFollower;
    const operations = () => new DatabaseOperations(at().database);
    const play = (playNumber: number, given: Partial<PlayInput> = {}) =>
      newPlay(game, { playNumber, ...given });
    const save = async (...numbers: number[]) => {
      for (const playNumber of numbers) await operations().savePlay(play(playNumber));
    };
    const catchUp = async () => {
      await follower.catchUp(at().database);
      return follower.newWords();
    };

    beforeAll(async () => {
      feed = await Feed.open(at().database);
    });
    afterAll(() => feed.close());
    beforeEach(async () => {
      game = await stageGame(at().database);
      follower = new TestFollower(game.gameId);
    });

    it("begins with the whole game, then sends each play", async () => {
      await save(1, 2);
      follower.come(feed);
      expect(await catchUp()).toEqual(["game of 2"]);
      await save(3);
      expect(await catchUp()).toEqual(["play 3"]);
      await save(4);
      expect(await catchUp()).toEqual(["play 4"]);
    });

    it("continues after the cursor of the last event", async () => {
      await save(1);
      follower.come(feed);
      await catchUp();
      await follower.leave();
      await save(2, 3);
      follower.come(feed);
      expect(await catchUp()).toEqual(["play 2", "play 3"]);
    });

    it("continues in the middle of a series of events", async () => {
      await save(1);
      follower.come(feed);
      await catchUp();
      await follower.leave();
      await operations().rewindGame(game.gameId, 0);
      await save(1, 2, 3);
      await operations().startGame(game.gameId);
      for (const expected of ["rewound to 0", "play 1", "play 2", "play 3", "status active"]) {
        follower.come(feed);
        await follower.take();
        expect(follower.newWords()).toEqual([expected]);
        await follower.leave();
      }
      expect(await catchUp()).toEqual([]);
    });

    it.each([1, 3, 5])("sees a rewind that it was away for, and %s plays recorded again", async (plays) => {
      await save(1, 2, 3, 4, 5);
      follower.come(feed);
      await catchUp();
      await follower.leave();
      await operations().rewindGame(game.gameId, 2);
      const again = Array.from({ length: plays }, (_, index) => 3 + index);
      await save(...again);
      follower.come(feed);
      expect(await catchUp()).toEqual(["rewound to 2", ...again.map((number) => `play ${number}`)]);
    });

    it("sees two rewinds between two polls as one, with the result of both", async () => {
      await save(1, 2, 3, 4, 5);
      follower.come(feed);
      await catchUp();
      await follower.leave();
      await operations().rewindGame(game.gameId, 2);
      await save(3, 4);
      await operations().rewindGame(game.gameId, 1);
      await save(2);
      follower.come(feed);
      expect(await catchUp()).toEqual(["rewound to 1", "play 2"]);
    });

    it("sees that the last play was revised while it was away, and then the play after it", async () => {
      await save(1, 2);
      follower.come(feed);
      await catchUp();
      await follower.leave();
      const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;
      await operations().reviseLastPlay(play(2, { resultDescription: "a double after all" }), state);
      await save(3);
      follower.come(feed);
      expect(await catchUp()).toEqual(["revised 2", "play 3"]);
    });

    it("gets the whole game for a cursor that cannot be continued", async () => {
      await save(1);
      const other = new TestFollower((await stageGame(at().database)).gameId).come(feed);
      await other.take();
      await other.leave();
      follower.come(feed);
      await catchUp();
      await follower.leave();
      const own = follower.cursor as string;
      const ahead = own.replace(/\.[^.]+/, ".zzz");
      for (const cursor of [
        other.cursor,
        ahead,
        "",
        "nonsense",
        "é\u0000",
        own.slice(0, -1),
        "9".repeat(5_000),
      ]) {
        follower.cursor = cursor;
        follower.come(feed);
        await follower.take();
        expect(follower.newWords()).toEqual(["game of 1"]);
        await follower.leave();
      }
    });

    it("ends after the event that the game was deleted, also for a follower that comes later", async () => {
      await save(1);
      follower.come(feed);
      await catchUp();
      await operations().deleteGame(game.gameId);
      expect((await follower.take())?.type).toBe("deleted");
      expect(await follower.take()).toBeUndefined();
      follower.come(feed);
      expect((await follower.take())?.type).toBe("deleted");
      expect(await follower.take()).toBeUndefined();
    });

    it("gets another game under the same id as a whole", async () => {
      await save(1);
      follower.come(feed);
      await catchUp();
      await follower.leave();
      await operations().deleteGame(game.gameId);
      const { gameId } = game;
      await stageGame(at().database, { gameId, leagueId: "sba", homeTeamId: 11, awayTeamId: 22 });
      follower.come(feed);
      expect(await catchUp()).toEqual(["game of 0"]);
    });

    it("gets another game under the same id, even if both have the same version and others have it already", async () => {
      await save(1);
      const late = new TestFollower(game.gameId).come(feed);
      follower.come(feed);
      for (const each of [late, follower]) await each.catchUp(at().database);
      await operations().deleteGame(game.gameId);
      const { gameId } = game;
      game = await stageGame(at().database, { gameId, leagueId: "sba", homeTeamId: 11, awayTeamId: 22 });
      await save(1);
      for (const each of [follower, late]) {
        await each.catchUp(at().database);
        expect(each.newWords()).toEqual(["game of 1", "game of 1"]);
        await each.leave();
      }
    });

    it("sees a game that began, was played and ended while it was away", async () => {
      follower.come(feed);
      await catchUp();
      await follower.leave();
      await operations().startGame(game.gameId);
      await save(1, 2);
      await operations().completeGame(game.gameId);
      follower.come(feed);
      for (let event = 0; event < 3; event += 1) await follower.take();
      expect(follower.newWords()).toEqual(["play 1", "play 2", "status completed"]);
    });

    it("sees a third out and, by the same event, who is due in the new half-inning", async () => {
      const full = await fullGame(operations());
      const onFull = new TestFollower(full.gameId).come(feed);
      await onFull.catchUp(at().database);
      let event: FeedEvent | undefined;
      for (const out of [1, 2, 3]) {
        const given = {
          playNumber: out,
          outsBefore: out - 1,
          bb: 0,
          so: 1,
          ab: 1,
          batterFinal: null,
          outsRecorded: 1,
        };
        const state = {
          inning: 1,
          half: out === 3 ? ("bottom" as const) : ("top" as const),
          awayScore: 0,
          homeScore: 0,
        };
        await operations().recordPlay(firstPlay(full, given), state);
        event = await onFull.take();
      }
      expect(event).toMatchObject({
        ...{ type: "play", play: { inning: 1, half: "top", playNumber: 3 } },
        game: { inning: 1, half: "bottom" },
      });
      const { game: row, plays, lineups } = onFull.known as FollowedGame;
      const last = plays.at(-1) as Play;
      const live = liveGame({ game: row, lastPlay: last, lastTurns: { top: last, bottom: null }, lineups });
      expect(live).toMatchObject({ inning: 1, half: "bottom", outs: 0, batter: { id: full.home.DH } });
      await onFull.leave();
    });

    it("sees substitutions, players who are taken out, decisions, and values that are filled in later", async () => {
      const full = await fullGame(operations());
      const { gameId, home } = full;
      const onFull = new TestFollower(gameId).come(feed);
      const seen = async () => {
        await onFull.catchUp(at().database);
        return onFull.newWords();
      };
      await seen();
      await operations().savePlay(firstPlay(full));
      const change = { replaces: home.P, position: "P" as const, playerId: 999 };
      await operations().substitute({ gameId, teamId: homeTeamId, changes: [change] });
      expect(await seen()).toEqual(["lineup", "play 1"]);
      await operations().deactivateLineupPlayer(gameId, home.RF);
      expect(await seen()).toEqual(["lineup"]);
      await operations().completeGame(gameId);
      await operations().setDecisions(gameId, { win: full.away.P });
      for (let event = 0; event < 3; event += 1) await onFull.take();
      expect(onFull.newWords()).toEqual(["lineup", "decisions", "status completed"]);
      await fillPlayValues(at().database, { selection: { gameIds: [gameId] }, table: majorLeagues2020 });
      expect(await seen()).toEqual(["revised 1"]);
      await onFull.leave();
    });

    it("sees a play and the end of the game in one transaction, and the lineups between", async () => {
      await operations().startGame(game.gameId);
      follower.come(feed);
      await catchUp();
      await at().database.transaction(async (session) => {
        const inSession = new DatabaseOperations(session);
        await inSession.savePlay(play(1));
        await inSession.setDecisions(game.gameId, { win: game.pitcherId });
        await inSession.completeGame(game.gameId);
      });
      for (let event = 0; event < 4; event += 1) await follower.take();
      expect(follower.newWords()).toEqual(["lineup", "play 1", "decisions", "status completed"]);
      await follower.catchUp(at().database);
    });
  });
}
