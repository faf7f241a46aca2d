import { sql } from "drizzle-orm";
import * as z from "zod";
import { once } from "../models/once.js";
import { battingRates } from "../models/statistics/rates.js";
import { merged, validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import { compile, type Statement } from "../statements/statement.js";
import { bySelection, checkSelection } from "./game-selection.js";
import {
  battingColumns,
  countFieldsOf,
  eachWay,
  ofTotals,
  ownerFields,
  sorted,
  type TotalsOptions,
  type TotalsOwner,
  totalsInput,
  totalsOf,
  withTeams,
} from "./line-totals.js";
import { defaultWobaWeights, type WobaWeights } from "./woba-weights.js";

/** Batting totals of a player or a team over several games. A rate whose divisor is zero is null. */
export interface BattingTotals extends TotalsOwner {
  /** Plate appearances. */
  readonly pa: number;
  /** At bats. */
  readonly ab: number;
  /** Runs scored. */
  readonly run: number;
  /** Hits of any kind. */
  readonly hit: number;
  /** Two-base hits. */
  readonly double: number;
  /** Three-base hits. */
  readonly triple: number;
  /** Home runs. */
  readonly homerun: number;
  /** Runs batted in. */
  readonly rbi: number;
  /** Bases on balls, the intentional ones included. */
  readonly bb: number;
  /** Intentional bases on balls. */
  readonly ibb: number;
  /** Strikeouts. */
  readonly so: number;
  /** Times hit by a pitch. */
  readonly hbp: number;
  /** Sacrifice bunts. */
  readonly sacBunt: number;
  /** Sacrifice flies. */
  readonly sacFly: number;
  /** Times grounded into a double play. */
  readonly gidp: number;
  /** Stolen bases. */
  readonly sb: number;
  /** Times caught stealing. */
  readonly cs: number;
  /** Total bases: H + 2B + 2 x 3B + 3 x HR. */
  readonly totalBases: number;
  /** AVG: H / AB (Official Baseball Rules 9.21(b)). */
  readonly average: number | null;
  /** OBP: (H + BB + HBP) / (AB + BB + HBP + SF) (Official Baseball Rules 9.21(f)). */
  readonly onBase: number | null;
  /** SLG: TB / AB (Official Baseball Rules 9.21(c)). */
  readonly slugging: number | null;
  /** OPS: OBP + SLG. */
  readonly onBasePlusSlugging: number | null;
  /** ISO: SLG - AVG. */
  readonly isolatedPower: number | null;
  /** (H - HR) / (AB - SO - HR + SF). */
  readonly babip: number | null;
  /** wOBA: weighted ways to reach base / (AB + BB - IBB + SF + HBP) (Tango, Lichtman, Dolphin: The Book). */
  readonly woba: number | null;
}

/** A number of {@link BattingTotals} to sort by. */
export type BattingColumn = SortableBatting;

export interface BattingTotalsOptions extends TotalsOptions<BattingColumn> {
  /** The least number of plate appearances. Default: 0. */
  readonly minimumPa?: number | undefined;
  /** The weights of wOBA. Default: those of Major League Baseball, 2024. */
  readonly weights?: WobaWeights | undefined;
}

const weight = (name: keyof WobaWeights) => sql`${sql.placeholder(`weight.${name}`)}::float8`;
const singles = "(totals.hit - totals.double - totals.triple - totals.homerun)";
const woba = sql`(${weight("bb")} * (totals.bb - totals.ibb) + ${weight("hbp")} * totals.hbp + ${weight("single")} * ${sql.raw(singles)}
    + ${weight("double")} * totals.double + ${weight("triple")} * totals.triple + ${weight("homerun")} * totals.homerun
  ) / nullif(totals.ab + totals.bb - totals.ibb + totals.sac_fly + totals.hbp, 0)`;

const rates = battingRates(ofTotals);
const rateFields = {
  totalBases: sql.raw(rates.total_bases),
  average: sql.raw(rates.average),
  onBase: sql.raw(rates.on_base),
  slugging: sql.raw(rates.slugging),
  onBasePlusSlugging: sql.raw(rates.on_base_plus_slugging),
  isolatedPower: sql.raw(rates.isolated_power),
  babip: sql.raw(rates.babip),
  woba,
};
const countFields = countFieldsOf(battingColumns);
const fields = { ...ownerFields, ...countFields, ...rateFields };

type SortableBatting = "games" | keyof typeof countFields | keyof typeof rateFields;
const sortable = Object.keys({ games: 0, ...countFields, ...rateFields }) as [
  SortableBatting,
  ...SortableBatting[],
];

const statementsBy = eachWay((by) =>
  bySelection(
    (way, games): Statement<object, BattingTotals> =>
      compile({
        name: `battingTotals${by}${way}`,
        access: "read",
        isPrepared: false,
        query:
          () => sql<BattingTotals>`with ${totalsOf("batting_lines", Object.values(battingColumns), by, games)}
select ${sql.join(Object.values(fields), sql`, `)} from ${withTeams}
where totals.pa >= ${sql.placeholder("minimumPa")}::int
order by totals.pa desc, totals.league_id, totals.card_id, totals.player_id, totals.team_id`,
        fields,
      }),
  ),
);

/** Any useful weight is within this; sums of larger ones could be out of the database's range. */
const largestWeight = 1e6;

const input = once(() => {
  const wobaWeight = z.number().min(-largestWeight).max(largestWeight);
  const weights = z.strictObject({
    bb: wobaWeight,
    hbp: wobaWeight,
    single: wobaWeight,
    double: wobaWeight,
    triple: wobaWeight,
    homerun: wobaWeight,
  });
  return totalsInput(sortable)
    .extend({ minimumPa: z.int32().min(0).default(0), weights: weights.default(defaultWobaWeights) })
    .strict();
});

/**
 * Batting totals of a season, or of any set of completed games, by player or by team.
 *
 * @example
 * ```ts
 * const leaders = await battingTotals(database, { season: "2020", minimumPa: 186, sort: "average", limit: 10 });
 * ```
 * @throws {ValidationError} naming every option that is wrong
 */
export async function battingTotals(
  executor: Executor,
  options: BattingTotalsOptions = {},
): Promise<BattingTotals[]> {
  const { season, leagueId, gameIds, ...others } = merged(options) as BattingTotalsOptions;
  const selection = checkSelection("battingTotals", { season, leagueId, gameIds });
  const {
    by,
    sort,
    order,
    limit,
    weights: given,
    ...filters
  } = validate<z.infer<ReturnType<typeof input>>>("The input of battingTotals", input, others);
  const values: Record<string, unknown> = { ...selection, ...filters };
  for (const [name, value] of Object.entries(given)) values[`weight.${name}`] = value;
  const rows = await executor.execute(statementsBy[by]({ ...selection, ...filters }), values);
  return (sort === undefined ? rows : sorted(rows, sort, order ?? "descending")).slice(0, limit);
}
