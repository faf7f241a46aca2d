import { beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../src/index.js";
import { fillPlayValues, runExpectancy } from "../../../src/stats.js";
import { postseasonDatabase } from "../../support/postseason-database.js";
import { queryAlone } from "../../support/raw-sql.js";
import { needsPostseason } from "../../support/retrosheet.js";

const versions = (database: Database) =>
  queryAlone(database, "select id, state_version from games order by id");

describe("the values of the plays of the 2016 postseason", needsPostseason, () => {
  const at = postseasonDatabase();
  let before: unknown;

  beforeAll(async () => {
    before = await versions(at().database);
  });

  it("are filled game by game, so that a fill that failed continues where it stopped", async () => {
    const { database } = at();
    const table = await runExpectancy(database);
    const steps: number[] = [];
    const stop = new Error("the power went");
    const onProgress = ({ games }: { games: number }) => {
      steps.push(games);
      throw stop;
    };
    await expect(fillPlayValues(database, { table, onProgress })).rejects.toBe(stop);
    expect(steps).toEqual([20]);
    const [{ filled } = {}] = await queryAlone(
      database,
      "select count(*)::int as filled from plays where wpa is not null",
    );
    expect(await fillPlayValues(database, { table })).toEqual({
      games: 35,
      plays: 2669,
      changed: 2669 - Number(filled),
    });
    expect(filled).toBeGreaterThan(1000);
  });

  it("are not written again by the same table", async () => {
    expect(await fillPlayValues(at().database)).toEqual({ games: 35, plays: 2669, changed: 0 });
  });

  it("do not change the versions of the games", async () => {
    expect(await versions(at().database)).toEqual(before);
  });

  it("add up to one half for the winner of each game, and to minus one half for the loser", async () => {
    const sums = await queryAlone(
      at().database,
      `select sum(case when (plays.half = 'bottom') = (winner_team_id = home_team_id) then wpa::float8 else -wpa::float8 end) as wpa
       from plays join games on games.id = game_id group by game_id`,
    );
    expect(sums).toHaveLength(35);
    for (const { wpa } of sums) expect(wpa).toBeCloseTo(0.5, 5);
  });

  it("add up to the runs of each half-inning minus its expected runs", async () => {
    const { states } = await runExpectancy(at().database);
    const sums = await queryAlone(
      at().database,
      "select sum(re24::float8) - sum(runs_scored) as rest from plays group by game_id, inning, half",
    );
    expect(sums.length).toBeGreaterThan(600);
    for (const { rest } of sums) expect(rest).toBeCloseTo(-(states[0]?.runs ?? 0), 5);
  });

  it("change with the table, and only in the games that are selected", async () => {
    const { database, files } = at();
    const gameIds = files.slice(0, 2).map(({ game }) => game.id);
    const own = await runExpectancy(database, { gameIds });
    const { games, plays, changed } = await fillPlayValues(database, { selection: { gameIds }, table: own });
    expect(games).toBe(2);
    expect(changed).toBeGreaterThan(plays / 2);
    expect(await fillPlayValues(database)).toEqual({ games: 35, plays: 2669, changed });
  });

  it("need at least one complete half-inning: otherwise the fill is refused", async () => {
    const { database } = at();
    const table = await runExpectancy(database, { season: "1901" });
    await expect(fillPlayValues(database, { table })).rejects.toThrow(
      "it contains no complete half-inning; store completed games first",
    );
    expect(await fillPlayValues(database, { selection: { season: "1901" } })).toEqual({
      games: 0,
      plays: 0,
      changed: 0,
    });
  });
});
