import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DatabaseOperations, type Game, type GameFilter, type GameKey } from "../../../src/index.js";
import { gameStatuses, leagues } from "../../../src/rules/vocabulary.js";
import { newGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { propertyRuns } from "../../support/property-runs.js";
import { queryAlone } from "../../support/raw-sql.js";

const at = onServer();
const operations = () => new DatabaseOperations(at().database);

// Few times, so that many games share one, and few teams, so that filters find something.
const time = fc.integer({ min: 0, max: 4 }).map((minute) => new Date(Date.UTC(2024, 0, 1, 0, minute)));
const team = fc.integer({ min: 1, max: 3 });
const status = fc.constantFrom(...gameStatuses);
const league = fc.constantFrom(...leagues);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const games = fc.array(
  fc
    .record({
      leagueId: league,
      homeTeamId: team,
      other: fc.integer({ min: 1, max: 2 }),
      status,
      createdAt: time,
    })
    .map(({ other, ...game }) => ({ ...game, awayTeamId: ((game.homeTeamId - 1 + other) % 3) + 1 })),
  { maxLength: 25 },
);
const filters = fc.record({
  ...{ status: maybe(status), teamId: maybe(team), leagueId: maybe(league) },
  ...{ createdFrom: maybe(time), createdBefore: maybe(time) },
  order: fc.constantFrom("newest" as const, "oldest" as const),
});

/** The expected result of listGames, computed in the simplest way. */
function expected(stored: readonly Game[], filter: GameFilter): Game[] {
  const { status, teamId, leagueId, createdFrom, createdBefore, order } = filter;
  const chosen = stored.filter(
    (game) =>
      (status ?? game.status) === game.status &&
      (leagueId ?? game.leagueId) === game.leagueId &&
      (teamId === undefined || teamId === game.homeTeamId || teamId === game.awayTeamId) &&
      (createdFrom === undefined || game.createdAt >= createdFrom) &&
      (createdBefore === undefined || game.createdAt < createdBefore),
  );
  const key = ({ createdAt, id }: Game) => `${createdAt.toISOString()} ${id}`;
  const sorted = chosen.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
  return order === "oldest" ? sorted : sorted.toReversed();
}

const create = (given: readonly object[]) =>
  at().database.transaction((session) =>
    Promise.all(given.map((game) => new DatabaseOperations(session).createGame(newGame(game)))),
  );

/** All pages of a list, one after the other; `between` is done before each but the first. */
async function allPages(filter: GameFilter, between: () => Promise<unknown>): Promise<Game[][]> {
  const pages: Game[][] = [];
  let after: GameKey | null = null;
  do {
    if (pages.length > 0) await between();
    const page = await operations().listGames({ ...filter, after });
    pages.push(page.games);
    after = page.next;
  } while (after !== null);
  return pages;
}

describe("the pages of a list", () => {
  it("form the complete list in order, and all but the last are full", async () => {
    const property = fc.asyncProperty(
      games,
      filters,
      fc.integer({ min: 1, max: 8 }),
      async (given, filter, limit) => {
        await queryAlone(at().database, "delete from games");
        const list = expected(await create(given), filter);
        const pages = await allPages({ ...filter, limit }, async () => {});
        expect(pages.flat()).toEqual(list);
        expect(pages.slice(0, -1).map(({ length }) => length)).toEqual(pages.slice(0, -1).map(() => limit));
        expect(pages).toHaveLength(Math.max(1, Math.ceil(list.length / limit)));
      },
    );
    await fc.assert(property, { numRuns: propertyRuns(120) });
  });

  it("leave out no game that was there at first, and repeat none, whatever is created or deleted meanwhile", async () => {
    const property = fc.asyncProperty(games, games, filters, async (given, late, filter) => {
      await queryAlone(at().database, "delete from games");
      const list = expected(await create(given), filter);
      const added = [...late];
      const deleted = new Set<string>();
      const pages = await allPages({ ...filter, limit: 2 }, async () => {
        await create(added.splice(0, 2));
        const victim = list.at(deleted.size * 3);
        if (victim === undefined || deleted.has(victim.id)) return;
        deleted.add(victim.id);
        await operations().deleteGame(victim.id);
      });
      const listed = pages.flat();
      expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
      expect(listed).toEqual(expected(listed, filter));
      const ofTheFirst = new Set(list.map(({ id }) => id));
      const kept = list.filter(({ id }) => !deleted.has(id));
      expect(listed.filter(({ id }) => ofTheFirst.has(id) && !deleted.has(id))).toEqual(kept);
    });
    await fc.assert(property, { numRuns: propertyRuns(60) });
  });
});
