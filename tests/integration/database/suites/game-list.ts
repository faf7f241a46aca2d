import { describe, expect, it } from "vitest";
import { DatabaseOperations, type Game, type GameFilter } from "../../../../src/index.js";
import { newGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";

let teamsMade = 0;
/** A team that no other test uses, because the database is shared. */
const newTeam = () => 100_000 + ++teamsMade;

const day = (number: number) => new Date(Date.UTC(2024, 4, number));
const idsOf = (games: readonly Game[]) => games.map(({ id }) => id);

export function describeGameList(at: At): void {
  inEveryMode("listGames", at, ({ perform, elsewhere }) => {
    /** Five games of a team, one per day, for every filter. */
    async function season(teamId: number): Promise<[Game, Game, Game, Game, Game]> {
      const [home, away] = [{ homeTeamId: teamId }, { awayTeamId: teamId }];
      return [
        await elsewhere().createGame(newGame({ ...home, createdAt: day(1), status: "completed" })),
        await elsewhere().createGame(newGame({ ...away, createdAt: day(2), leagueId: "pd" })),
        await elsewhere().createGame(newGame({ ...home, createdAt: day(3), status: "active" })),
        await elsewhere().createGame(newGame({ ...away, createdAt: day(4), status: "active" })),
        await elsewhere().createGame(newGame({ ...home, createdAt: day(5), leagueId: "pd" })),
      ];
    }
    const list = (filter: GameFilter) => perform((operations) => operations.listGames(filter));

    it("returns whole games, the newest first, a team's at home and away", async () => {
      const teamId = newTeam();
      const games = await season(teamId);
      await season(newTeam());
      expect(await list({ teamId })).toEqual({ games: games.toReversed(), next: null });
      expect(await list({ teamId, order: "oldest" })).toEqual({ games, next: null });
    });

    it("applies all filters together", async () => {
      const teamId = newTeam();
      const [first, second, third, fourth, fifth] = await season(teamId);
      const cases: [GameFilter, Game[]][] = [
        [{ status: "active" }, [fourth, third]],
        [{ leagueId: "pd" }, [fifth, second]],
        [{ leagueId: "sba", status: "completed" }, [first]],
        [{ createdFrom: day(4) }, [fifth, fourth]],
        [{ createdBefore: day(2) }, [first]],
        [{ createdFrom: day(2), createdBefore: day(4) }, [third, second]],
        [{ createdFrom: day(2), createdBefore: day(4), status: "active" }, [third]],
        [{ createdFrom: day(4), createdBefore: day(4) }, []],
        [{ status: "abandoned" }, []],
      ];
      for (const [filter, games] of cases) {
        expect(idsOf((await list({ teamId, ...filter })).games)).toEqual(idsOf(games));
        const oldest = await list({ teamId, ...filter, order: "oldest" });
        expect(idsOf(oldest.games)).toEqual(idsOf(games.toReversed()));
      }
    });

    it("continues after the last game of a page, until there are no more", async () => {
      const teamId = newTeam();
      const [first, second, third, fourth, fifth] = await season(teamId);
      const one = await list({ teamId, limit: 2 });
      expect(idsOf(one.games)).toEqual(idsOf([fifth, fourth]));
      expect(one.next).toEqual({ id: fourth.id, createdAt: day(4) });
      const two = await list({ teamId, limit: 2, after: one.next });
      expect(idsOf(two.games)).toEqual(idsOf([third, second]));
      const three = await list({ teamId, limit: 2, after: two.next });
      expect(three).toEqual({ games: [first], next: null });
      const upwards = await list({ teamId, limit: 2, after: third, order: "oldest" });
      expect(upwards).toEqual({ games: [fourth, fifth], next: null });
    });

    it("continues after a game that was deleted in the meantime", async () => {
      const teamId = newTeam();
      const [first, second, , fourth] = await season(teamId);
      const { next } = await list({ teamId, limit: 3 });
      for (const { id } of [fourth, second]) await elsewhere().deleteGame(id);
      expect(await list({ teamId, after: next })).toEqual({ games: [first], next: null });
    });
  });

  describe("listGames", () => {
    it("lists all games if no team is given", async () => {
      const operations = new DatabaseOperations(at().database);
      // Times that no other test uses.
      const [from, before] = [new Date("1999-01-01T00:00:00Z"), new Date("1999-02-01T00:00:00Z")];
      const [one, other] = [
        await operations.createGame(newGame({ createdAt: from, status: "paused" })),
        await operations.createGame(newGame({ createdAt: new Date(before.getTime() - 1) })),
      ];
      const times = { createdFrom: from, createdBefore: before };
      expect(await operations.listGames(times)).toEqual({ games: [other, one], next: null });
      expect(await operations.listGames({ ...times, status: "paused" })).toEqual({
        games: [one],
        next: null,
      });
      const [newest] = (await operations.listGames({ limit: 1 })).games;
      const [oldest] = (await operations.listGames({ limit: 1, order: "oldest" })).games;
      expect(newest?.createdAt.getTime()).toBeGreaterThan(before.getTime());
      expect(oldest?.createdAt.getTime()).toBeLessThanOrEqual(from.getTime());
    });
  });
}
