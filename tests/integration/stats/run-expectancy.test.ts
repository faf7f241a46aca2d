import { describe, expect, it } from "vitest";
import { newGameId, ValidationError } from "../../../src/index.js";
import { runExpectancy, runExpectancyOf } from "../../../src/stats.js";
import { directRunExpectancy } from "../../support/direct-run-expectancy.js";
import { postseasonDatabase } from "../../support/postseason-database.js";
import { queryAlone } from "../../support/raw-sql.js";
import { needsPostseason, postseasonFolder } from "../../support/retrosheet.js";

describe("the run expectancy of the 2016 postseason", needsPostseason, () => {
  const at = postseasonDatabase();
  const sizes = async (selection: Parameters<typeof runExpectancy>[1]) => {
    const { games, halfInnings } = await runExpectancy(at().database, selection);
    return { games, halfInnings };
  };

  it("equals the table computed from Chadwick's columns", async () => {
    const table = await runExpectancy(at().database, { season: "2016" });
    const direct = await directRunExpectancy(postseasonFolder, "cwevent_2016post.csv.gz");
    expect(table.states).toHaveLength(24);
    for (const { bases, outs, count, runs, scoring } of table.states) {
      const other = direct.states.get(`${bases} ${outs}`);
      expect({ bases, outs, count }).toEqual({ bases, outs, count: other?.count });
      expect(runs).toBeCloseTo(other?.runs ?? Number.NaN, 9);
      expect(scoring).toBeCloseTo(other?.scoring ?? Number.NaN, 9);
    }
    expect({ games: table.games, halfInnings: table.halfInnings }).toEqual({
      games: 35,
      halfInnings: direct.halfInnings,
    });
  });

  it("reports how often each number of runs followed", async () => {
    const { count, runs, frequencies } = runExpectancyOf(await runExpectancy(at().database), {
      bases: 0,
      outs: 0,
    });
    expect(frequencies.reduce((sum, times) => sum + times, 0)).toBe(count);
    const scored = frequencies.reduce((sum, times, each) => sum + each * times, 0);
    expect(scored / count).toBe(runs);
  });

  it("is computed for a season, a league, or some games", async () => {
    const [first, second] = at().files.map(({ game }) => game.id);
    const all = await sizes({});
    expect(all.games).toBe(35);
    expect(await sizes({ season: "2016", leagueId: "sba" })).toEqual(all);
    expect(await sizes({ leagueId: "pd" })).toEqual({ games: 0, halfInnings: 0 });
    const both = await sizes({ gameIds: [first ?? "", second ?? "", newGameId()] });
    expect(both.games).toBe(2);
    expect(await sizes({ gameIds: [first ?? "", second ?? ""], season: "2016" })).toEqual(both);
    expect(await sizes({ gameIds: [first ?? ""], season: "2020" })).toEqual({ games: 0, halfInnings: 0 });
    expect(await sizes({ gameIds: [] })).toEqual({ games: 0, halfInnings: 0 });
  });

  it("has null for states that never occurred", async () => {
    const { states } = await runExpectancy(at().database, { season: "1901" });
    expect(states).toHaveLength(24);
    expect(
      states.filter(({ runs, scoring, count }) => runs === null && scoring === null && count === 0),
    ).toHaveLength(24);
  });

  it("leaves out games that are not completed, and innings from that of an automatic runner", async () => {
    const { database, files } = at();
    const id = files[0]?.game.id ?? "";
    const one = { gameIds: [id] };
    const whole = await sizes(one);
    await queryAlone(database, `update games set automatic_runner_inning = 3 where id = '${id}'`);
    expect(await sizes(one)).toEqual({ games: 1, halfInnings: 4 });
    await queryAlone(
      database,
      `update games set automatic_runner_inning = null, status = 'active' where id = '${id}'`,
    );
    expect(await sizes(one)).toEqual({ games: 0, halfInnings: 0 });
    await queryAlone(database, `update games set status = 'completed' where id = '${id}'`);
    expect(await sizes(one)).toEqual(whole);
  });

  it("leaves out a half-inning without three outs", async () => {
    const { database, files } = at();
    const { game, plays = [] } = files[1] ?? {};
    const fifth = plays.filter(({ inning, half }) => inning === 5 && half === "top");
    const gameIds = [game?.id ?? ""];
    await queryAlone(
      database,
      `delete from plays where game_id = '${game?.id}' and play_number >= ${fifth.at(-1)?.playNumber}`,
    );
    expect(await sizes({ gameIds })).toEqual({ games: 1, halfInnings: 8 });
    const { states } = await runExpectancy(database, { gameIds });
    const counted = states.reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBeLessThanOrEqual(plays.filter(({ inning }) => inning < 5).length);
  });

  it("is refused for an invalid selection, with everything that is wrong", async () => {
    const wrong = { season: 2020, gameIds: ["first"], team: 1 } as unknown as { season: string };
    const refusal = await runExpectancy(at().database, wrong).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ValidationError);
    expect((refusal as ValidationError).issues).toEqual([
      { field: "season", message: "must be text" },
      { field: "gameIds.0", message: "must be a UUID" },
      { field: "team", message: "is not a known field" },
    ]);
  });
});
