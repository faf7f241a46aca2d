import { sql } from "drizzle-orm";
import * as z from "zod";
import { once } from "../models/once.js";
import { fieldingIndependent, pitchingRates } from "../models/statistics/rates.js";
import { merged, validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import { compile, type Statement } from "../statements/statement.js";
import { bySelection, checkSelection } from "./game-selection.js";
import {
  countFieldsOf,
  eachWay,
  inChosenGames,
  ofTotals,
  ownerFields,
  pitchingColumns,
  sorted,
  type TotalsOptions,
  type TotalsOwner,
  totalsInput,
  totalsOf,
  withTeams,
} from "./line-totals.js";

/** Pitching totals of a pitcher or a team's staff over several games. A rate whose divisor is zero is null. */
export interface PitchingTotals extends TotalsOwner {
  /** Games started. */
  readonly start: number;
  /** Games finished by one who did not start. */
  readonly finish: number;
  /** Complete games. */
  readonly completeGame: number;
  /** Complete games without a run. */
  readonly shutout: number;
  /** Games won. */
  readonly win: number;
  /** Games lost. */
  readonly loss: number;
  /** Games saved. */
  readonly save: number;
  /** Three are an inning. */
  readonly outsRecorded: number;
  /** Batters faced. */
  readonly pa: number;
  /** At bats against the pitcher. */
  readonly ab: number;
  /** Hits allowed. */
  readonly hit: number;
  /** Two-base hits allowed. */
  readonly double: number;
  /** Three-base hits allowed. */
  readonly triple: number;
  /** Home runs allowed. */
  readonly homerun: number;
  /** Runs charged. */
  readonly run: number;
  /** Earned runs charged. */
  readonly earnedRun: number;
  /** Bases on balls, the intentional ones included. */
  readonly bb: number;
  /** Intentional bases on balls. */
  readonly ibb: number;
  /** Strikeouts. */
  readonly so: number;
  /** Batters hit by a pitch. */
  readonly hbp: number;
  /** Sacrifice bunts against the pitcher. */
  readonly sacBunt: number;
  /** Sacrifice flies against the pitcher. */
  readonly sacFly: number;
  /** Double plays grounded into against the pitcher. */
  readonly gidp: number;
  /** Wild pitches. */
  readonly wildPitch: number;
  /** Balks. */
  readonly balk: number;
  /** IP as it is written: the digit after the point counts outs, `4.2`. */
  readonly inningsPitched: string;
  /** ERA: 9 x ER / IP (Official Baseball Rules 9.21(e)). */
  readonly earnedRunAverage: number | null;
  /** WHIP: (BB + H) / IP. */
  readonly walksAndHitsPerInning: number | null;
  /** K/9. */
  readonly soPerNine: number | null;
  /** BB/9. */
  readonly bbPerNine: number | null;
  /** HR/9. */
  readonly homerunPerNine: number | null;
  /** Against him: (H - HR) / (AB - SO - HR + SF). */
  readonly babip: number | null;
  /**
   * FIP: (13 x HR + 3 x (BB + HBP) - 2 x SO) / IP + C. The constant C makes the FIP of the league, in the games that
   * were chosen, equal to its ERA (Tango).
   */
  readonly fieldingIndependent: number | null;
}

/** A number of {@link PitchingTotals} to sort by. */
export type PitchingColumn = SortablePitching;

export interface PitchingTotalsOptions extends TotalsOptions<PitchingColumn> {
  /** The least number of outs; three are an inning. Default: 0. */
  readonly minimumOuts?: number | undefined;
  /** The least number of batters faced. Default: 0. */
  readonly minimumPa?: number | undefined;
}

const ofLeague = (column: string) => `sum(line.${column})`;
const fip = (text: string, outs: string) => `3 * (${text})::float8 / nullif(${outs}, 0)`;

const rates = pitchingRates(ofTotals);
const rateFields = {
  inningsPitched: sql.raw(rates.innings_pitched),
  earnedRunAverage: sql.raw(rates.earned_run_average),
  walksAndHitsPerInning: sql.raw(rates.walks_and_hits_per_inning),
  soPerNine: sql.raw(rates.so_per_nine),
  bbPerNine: sql.raw(rates.bb_per_nine),
  homerunPerNine: sql.raw(rates.homerun_per_nine),
  babip: sql.raw(rates.babip),
  fieldingIndependent: sql.raw(
    `${fip(fieldingIndependent(ofTotals), "totals.outs_recorded")} + league.constant`,
  ),
};
const countFields = countFieldsOf(pitchingColumns);
const fields = { ...ownerFields, ...countFields, ...rateFields };

type SortablePitching =
  | "games"
  | keyof typeof countFields
  | Exclude<keyof typeof rateFields, "inningsPitched">;
const sortable = Object.keys({ games: 0, ...countFields, ...rateFields }).filter(
  (name) => name !== "inningsPitched",
) as [SortablePitching, ...SortablePitching[]];

/** The columns in which less is better. */
const lessIsBetter: ReadonlySet<string> = new Set([
  ...[
    "earnedRunAverage",
    "walksAndHitsPerInning",
    "bbPerNine",
    "homerunPerNine",
    "babip",
    "fieldingIndependent",
  ],
]);

/** The whole league in the selected games, also when the totals are of one player. */
const leaguePart = sql`league as (
  select line.league_id, ${sql.raw(`27 * ${ofLeague("earned_run")}::float8 / nullif(${ofLeague("outs_recorded")}, 0) - ${fip(fieldingIndependent(ofLeague), ofLeague("outs_recorded"))}`)} as constant
  from pitching_lines line where ${inChosenGames}
  group by line.league_id
)`;

const statementsBy = eachWay((by) =>
  bySelection(
    (way, games): Statement<object, PitchingTotals> =>
      compile({
        name: `pitchingTotals${by}${way}`,
        access: "read",
        isPrepared: false,
        query:
          () => sql<PitchingTotals>`with ${totalsOf("pitching_lines", Object.values(pitchingColumns), by, games)}, ${leaguePart}
select ${sql.join(Object.values(fields), sql`, `)}
from ${withTeams} join league on league.league_id = totals.league_id
where totals.outs_recorded >= ${sql.placeholder("minimumOuts")}::int and totals.pa >= ${sql.placeholder("minimumPa")}::int
order by totals.outs_recorded desc, totals.league_id, totals.card_id, totals.player_id, totals.team_id`,
        fields,
      }),
  ),
);

const input = once(() =>
  totalsInput(sortable)
    .extend({ minimumOuts: z.int32().min(0).default(0), minimumPa: z.int32().min(0).default(0) })
    .strict(),
);

/**
 * Pitching totals of a season, or of any set of completed games, by player or by team.
 *
 * @example
 * ```ts
 * const leaders = await pitchingTotals(database, { season: "2020", minimumOuts: 180, sort: "earnedRunAverage", limit: 10 });
 * ```
 * @throws {ValidationError} naming every option that is wrong
 */
export async function pitchingTotals(
  executor: Executor,
  options: PitchingTotalsOptions = {},
): Promise<PitchingTotals[]> {
  const { season, leagueId, gameIds, ...others } = merged(options) as PitchingTotalsOptions;
  const selection = checkSelection("pitchingTotals", { season, leagueId, gameIds });
  const { by, sort, order, limit, ...filters } = validate<z.infer<ReturnType<typeof input>>>(
    "The input of pitchingTotals",
    input,
    others,
  );
  const rows = await executor.execute(statementsBy[by]({ ...selection, ...filters }), {
    ...selection,
    ...filters,
  });
  if (sort === undefined) return rows.slice(0, limit);
  return sorted(rows, sort, order ?? (lessIsBetter.has(sort) ? "ascending" : "descending")).slice(0, limit);
}
