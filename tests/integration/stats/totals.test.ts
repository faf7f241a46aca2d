import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { importSeason } from "../../../src/import.js";
import { ValidationError } from "../../../src/index.js";
import {
  type BattingTotals,
  battingSplits,
  battingTotals,
  boxScore,
  defaultWobaWeights,
  type PitchingTotals,
  pitchingTotals,
} from "../../../src/stats.js";
import { onServer } from "../../support/places.js";
import { queryAlone } from "../../support/raw-sql.js";
import { needsPostseason, postseasonFolder } from "../../support/retrosheet.js";
import { rejectionOf } from "../../support/sample-inputs.js";

const at = onServer();
const season = "2016 postseason";
const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

describe("totals of the postseason of 2016", needsPostseason, () => {
  let batters: BattingTotals[];
  let pitchers: PitchingTotals[];

  beforeAll(async () => {
    await importSeason(at().database, { paths: [postseasonFolder], season });
    batters = await battingTotals(at().database, { season });
    pitchers = await pitchingTotals(at().database, { season });
  });

  it("are as in the newspapers", () => {
    const found = (name: string) => batters.find(({ playerName }) => playerName === name);
    expect(found("Ben Zobrist")).toMatchObject({
      games: 17,
      ab: 64,
      hit: 16,
      rbi: 5,
      playerName: "Ben Zobrist",
    });
    expect(found("Francisco Lindor")).toMatchObject({ games: 15, hit: 18, homerun: 2 });
    const miller = pitchers.find(({ playerName }) => playerName === "Andrew Miller");
    expect(miller).toMatchObject({ games: 10, inningsPitched: "19.1", so: 30, earnedRun: 3 });
    expect(miller?.earnedRunAverage).toBeCloseTo(1.4, 2);
  });

  it("have the rates of their formulas, and null if the divisor is 0", () => {
    for (const line of batters) {
      const { ab, hit, bb, ibb, so, hbp, sacFly, double, triple, homerun } = line;
      const single = hit - double - triple - homerun;
      const bases = single + 2 * double + 3 * triple + 4 * homerun;
      const weights = defaultWobaWeights;
      const onBase = share(hit + bb + hbp, ab + bb + hbp + sacFly);
      const slugging = share(bases, ab);
      const weighted =
        weights.bb * (bb - ibb) +
        weights.hbp * hbp +
        weights.single * single +
        weights.double * double +
        weights.triple * triple +
        weights.homerun * homerun;
      expectRates(line, {
        average: share(hit, ab),
        onBase,
        slugging,
        onBasePlusSlugging: onBase === null || slugging === null ? null : onBase + slugging,
        isolatedPower: share(bases - hit, ab),
        babip: share(hit - homerun, ab - so - homerun + sacFly),
        woba: share(weighted, ab + bb - ibb + sacFly + hbp),
      });
    }
    expect(batters.some(({ ab, average }) => ab === 0 && average === null)).toBe(true);
  });

  it("have the pitchers' rates, and FIP on the scale of the league's ERA", async () => {
    const sum = (count: (line: PitchingTotals) => number) =>
      pitchers.reduce((total, line) => total + count(line), 0);
    const independent = ({ homerun, bb, hbp, so }: PitchingTotals) => 13 * homerun + 3 * (bb + hbp) - 2 * so;
    const innings = sum(({ outsRecorded }) => outsRecorded) / 3;
    const constant = (9 * sum(({ earnedRun }) => earnedRun) - sum(independent)) / innings;
    for (const line of pitchers) {
      const { outsRecorded, earnedRun, bb, hit, so, homerun } = line;
      const fip = share(3 * independent(line), outsRecorded);
      expectRates(line, {
        earnedRunAverage: share(27 * earnedRun, outsRecorded),
        walksAndHitsPerInning: share(3 * (bb + hit), outsRecorded),
        soPerNine: share(27 * so, outsRecorded),
        bbPerNine: share(27 * bb, outsRecorded),
        homerunPerNine: share(27 * homerun, outsRecorded),
        fieldingIndependent: fip === null ? null : fip + constant,
      });
      expect(line.inningsPitched).toBe(`${Math.floor(outsRecorded / 3)}.${outsRecorded % 3}`);
    }
    const cubs = await pitchingTotals(at().database, { season, by: "team" });
    const alone = await pitchingTotals(at().database, {
      season,
      by: "team",
      teamId: cubs[0]?.teamId as number,
    });
    // The constant is the league's, even if only one team is selected.
    expect(alone).toEqual([cubs[0]]);
  });

  it("add up to the same by player, by player and team, and by team", async () => {
    const sums = await Promise.all(
      (["player", "playerAndTeam", "team"] as const).map(async (by) => {
        const rows = await battingTotals(at().database, { season, by });
        return [rows.reduce((sum, { pa }) => sum + pa, 0), rows.reduce((sum, { run }) => sum + run, 0)];
      }),
    );
    const [runs] = await queryAlone(
      at().database,
      "select sum(home_score + away_score)::int as runs from games",
    );
    expect(sums[0]?.[1]).toBe(runs?.runs);
    expect(new Set(sums.map(String)).size).toBe(1);
  });

  it("of one game are its box score", async () => {
    const [game] = await queryAlone(at().database, "select id from games order by id limit 1");
    const gameId = String(game?.id);
    const box = await boxScore(at().database, gameId);
    const rows = await battingTotals(at().database, { gameIds: [gameId], by: "playerAndTeam" });
    const counted = ({ teamId, playerId, pa, ab, hit, rbi }: Record<string, unknown>) =>
      [teamId, playerId, pa, ab, hit, rbi].join(" ");
    expect(new Set(rows.map((row) => counted({ ...row })))).toEqual(
      new Set(box.batting.map((line) => counted({ ...line }))),
    );
  });

  it("are the same in the views of seasons", async () => {
    const stored = await queryAlone(
      at().database,
      `select player_id::float8 as player, pa, average, on_base_plus_slugging from batting_seasons where season = '${season}'`,
    );
    const expected = batters.map(({ playerId, pa, average, onBasePlusSlugging }) => ({
      player: playerId,
      pa,
      average,
      on_base_plus_slugging: onBasePlusSlugging,
    }));
    const byPlayer = (one: Record<string, unknown>, other: Record<string, unknown>) =>
      Number(one.player) - Number(other.player);
    expect(stored.toSorted(byPlayer)).toEqual(expected.toSorted(byPlayer));
    const staff = await queryAlone(
      at().database,
      `select count(*)::int as pitchers, sum(earned_run)::int as earned_runs from pitching_seasons where season = '${season}'`,
    );
    expect(staff).toEqual([
      { pitchers: pitchers.length, earned_runs: pitchers.reduce((sum, { earnedRun }) => sum + earnedRun, 0) },
    ]);
  });

  it("are sorted with the best first and null last, and limited", async () => {
    const average = await battingTotals(at().database, { season, sort: "average", minimumPa: 30, limit: 5 });
    expect(average).toHaveLength(5);
    expect(average.map((row) => row.average)).toEqual(
      average
        .map((row) => row.average)
        .toSorted()
        .toReversed(),
    );
    expect(average.every(({ pa }) => pa >= 30)).toBe(true);
    const all = await pitchingTotals(at().database, { season, sort: "earnedRunAverage" });
    const rates = all.map(({ earnedRunAverage }) => earnedRunAverage ?? Number.POSITIVE_INFINITY);
    expect(rates).toEqual(rates.toSorted((one, other) => one - other));
    expect(rates.at(-1)).toBe(Number.POSITIVE_INFINITY);
    const worst = await pitchingTotals(at().database, {
      season,
      sort: "earnedRunAverage",
      order: "descending",
    });
    expect(worst.at(-1)?.earnedRunAverage).toBeNull();
    const busy = await pitchingTotals(at().database, { season, minimumPa: 40 });
    expect(busy).toEqual(pitchers.filter(({ pa }) => pa >= 40));
    expect(busy.length).toBeGreaterThan(3);
    expect(worst[0]?.earnedRunAverage).toBe(Math.max(...rates.filter(Number.isFinite)));
  });

  it("name a team as in the newest of the selected games", async () => {
    const [latest] = await queryAlone(
      at().database,
      "select id, home_team_id as team, home_team_name as name from games order by created_at desc, id limit 1",
    );
    const nameOf = async (selection: object) => {
      const teams = await battingTotals(at().database, {
        ...selection,
        by: "team",
        teamId: latest?.team as number,
      });
      return teams[0]?.teamName;
    };
    const rename = (name: unknown) =>
      queryAlone(at().database, `update games set home_team_name = '${name}' where id = '${latest?.id}'`);
    await rename("Renamed");
    try {
      expect(await nameOf({ season })).toBe("Renamed");
      const [earlier] = await queryAlone(
        at().database,
        `select id from games where ${latest?.team} in (home_team_id, away_team_id) and id <> '${latest?.id}' limit 1`,
      );
      expect(await nameOf({ gameIds: [earlier?.id] })).toBe(latest?.name);
    } finally {
      await rename(latest?.name);
    }
  });

  it("are planned for the given parameters, however often they ran before", async () => {
    await at().database.transaction(async (session) => {
      for (let time = 0; time < 6; time += 1) {
        await battingTotals(session, { season });
        await pitchingTotals(session, { season });
        await battingSplits(session, { by: "inning", season });
      }
      const { rows } = await session.run((db) => db.execute(sql`select name from pg_prepared_statements`));
      const names = rows.map(({ name }) => String(name));
      expect(names.filter((name) => /Totals|Splits/.test(name))).toEqual([]);
    });
  });

  it("contain only the chosen games", async () => {
    expect(await battingTotals(at().database, { season: "2016" })).toEqual([]);
    expect(await battingTotals(at().database, { leagueId: "pd" })).toEqual([]);
    expect(await pitchingTotals(at().database, { season, cardId: 1 })).toEqual([]);
    const [zobrist] = batters.filter(({ playerName }) => playerName === "Ben Zobrist");
    const alone = await battingTotals(at().database, { season, playerId: zobrist?.playerId as number });
    expect(alone).toEqual([zobrist]);
  });

  it("of plate appearances by situation add up to those of the batters", async () => {
    for (const by of ["inning", "half", "outs", "scoringPosition", "baseOut", "battingOrder"] as const) {
      const splits = await battingSplits(at().database, { by, season });
      const sum = (count: "pa" | "ab" | "hit" | "rbi") =>
        splits.reduce((total, split) => total + split[count], 0);
      const expected = (count: "pa" | "ab" | "hit" | "rbi") =>
        batters.reduce((total, line) => total + line[count], 0);
      for (const count of ["pa", "ab", "hit", "rbi"] as const)
        expect([by, sum(count)]).toEqual([by, expected(count)]);
    }
    const states = await battingSplits(at().database, { by: "baseOut", season });
    expect(states).toHaveLength(24);
    const lester = pitchers.find(({ playerName }) => playerName === "Jon Lester");
    const against = await battingSplits(at().database, {
      ...{ by: "half", season, side: "pitching" },
      playerId: lester?.playerId as number,
    });
    expect(against.reduce((sum, { pa }) => sum + pa, 0)).toBe(lester?.pa);
  });
});

function expectRates(line: object, expected: Readonly<Record<string, number | null>>): void {
  const found = line as Readonly<Record<string, number | null>>;
  for (const [rate, value] of Object.entries(expected)) {
    if (value === null) expect([rate, found[rate]]).toEqual([rate, null]);
    else expect(found[rate], rate).toBeCloseTo(value, 12);
  }
}

it("every option that is wrong is named", async () => {
  const wrong = {
    ...{ by: "league", minimumPa: 2 ** 31, sort: "luck", limit: 0, surprise: 1 },
    weights: { ...defaultWobaWeights, homerun: 1e308 },
  } as object;
  const error = await rejectionOf(battingTotals(at().database, wrong));
  expect(error).toBeInstanceOf(ValidationError);
  const { message } = error as Error;
  for (const option of ["by", "minimumPa", "sort", "limit", "weights.homerun", "surprise"])
    expect(message).toContain(option);
});
