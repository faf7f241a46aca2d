import { describe, expect, test } from "vitest";
import type { ValidationError } from "../../../src/errors/errors.js";
import { listGames } from "../../../src/operations/game-operations.js";
import { answeringExecutor } from "../../support/answering-executor.js";
import { rejectionOf, sampleGameId } from "../../support/sample-inputs.js";

const gamesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `game ${index}`, createdAt: new Date(index) }));

describe("listGames", () => {
  test("requests one game more than a page, and returns the key of the page's last game if there are more", async () => {
    const executor = answeringExecutor({ listGames: gamesOf(4) });
    const page = await listGames(executor, { limit: 3 });
    expect(executor.executed[0]?.values).toMatchObject({ limit: 4 });
    expect(page).toEqual({ games: gamesOf(3), next: { id: "game 2", createdAt: new Date(2) } });
  });

  test("recognizes the last page, because it has no additional game", async () => {
    for (const count of [0, 2, 3]) {
      const page = await listGames(answeringExecutor({ listGames: gamesOf(count) }), { limit: 3 });
      expect(page).toEqual({ games: gamesOf(count), next: null });
    }
  });

  test.each([
    [undefined, "listGames"],
    [{ order: "newest", leagueId: "pd", createdFrom: new Date(1) }, "listGames"],
    [{ order: "oldest" }, "listGamesFromOldest"],
    [{ status: "active" }, "listGamesByStatus"],
    [{ status: "active", order: "oldest" }, "listGamesByStatusFromOldest"],
    [{ teamId: 0 }, "listGamesByTeam"],
    [{ teamId: 5, status: "paused" }, "listGamesByTeam"],
    [{ teamId: 5, status: "paused", order: "oldest" }, "listGamesByTeamFromOldest"],
  ] as const)("of %j uses the narrowest index: %s", async (filter, name) => {
    const executor = answeringExecutor();
    await listGames(executor, filter);
    expect(executor.executed.map((statement) => statement.name)).toEqual([name]);
  });

  test("accepts a game as the key, and null for the first page", async () => {
    const executor = answeringExecutor();
    const game = { id: sampleGameId.toUpperCase(), createdAt: new Date(7), status: "active" };
    await listGames(executor, { after: game });
    await listGames(executor, { after: null });
    expect(executor.executed.map(({ values }) => values)).toMatchObject([
      { afterId: sampleGameId, afterCreatedAt: new Date(7), limit: 51 },
      { afterId: null, afterCreatedAt: null },
    ]);
  });

  test("reports all invalid fields together", async () => {
    const filter = {
      ...{
        status: "over",
        teamId: 1.5,
        leagueId: "mlb",
        createdFrom: "now",
        createdBefore: 5,
        order: "best",
      },
      ...{ limit: 0, after: { id: "x", createdAt: 5 }, offset: 20 },
    };
    const executor = answeringExecutor();
    const { issues } = (await rejectionOf(listGames(executor, filter as never))) as ValidationError;
    expect(issues.map(({ field }) => field).toSorted()).toEqual([
      ...["after.createdAt", "after.id", "createdBefore", "createdFrom", "leagueId", "limit", "offset"],
      ...["order", "status", "teamId"],
    ]);
    expect(executor.executed).toEqual([]);
    const tooLong = (await rejectionOf(listGames(executor, { limit: 1001 }))) as ValidationError;
    expect(tooLong.message).toContain("limit must be at most 1000");
    expect(await rejectionOf(listGames(executor, null as never))).toHaveProperty("code", "VALIDATION");
  });
});
