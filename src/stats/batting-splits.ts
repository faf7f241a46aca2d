import { sql } from "drizzle-orm";
import * as z from "zod";
import { lineups } from "../models/lineups-table.js";
import { once } from "../models/once.js";
import { battingRates } from "../models/statistics/rates.js";
import { merged, validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import { compile, type Statement } from "../statements/statement.js";
import type { BattingTotals } from "./batting-totals.js";
import { bySelection, checkSelection, type GameSelection } from "./game-selection.js";
import { appearanceColumns } from "./line-totals.js";

/**
 * The ways to split plate appearances, each with the SQL of its situation. The columns are qualified: ORDER BY would take a bare
 * name for the text of that name in the result, and sort inning 10 before inning 2.
 */
const ways = {
  inning: "line.inning",
  half: "line.half",
  outs: "line.outs_before",
  /** With a runner on second or third base, or without. */
  scoringPosition: "line.is_scoring_position",
  /** The 24 states of bases and outs, as `bases/outs`: bases as in `onBaseCode`, so that `5/1` is first and third with one out. */
  baseOut: "line.on_base_code || '/' || line.outs_before",
  battingOrder: "line.batting_order",
} as const;

export const splitsBy = Object.keys(ways) as [SplitsBy, ...SplitsBy[]];
export type SplitsBy = keyof typeof ways;

export interface SplitsOptions extends GameSelection {
  /** How to split the plate appearances. */
  readonly by: SplitsBy;
  /** The side that `teamId`, `playerId` and `cardId` filter. Default: `batting`. */
  readonly side?: "batting" | "pitching" | undefined;
  /** Only this team. Default: all. */
  readonly teamId?: number | undefined;
  /** Only this player. Default: all. */
  readonly playerId?: number | undefined;
  /** Only this card. Default: all. */
  readonly cardId?: number | undefined;
}

type SplitTotals = Pick<
  BattingTotals,
  keyof typeof appearanceColumns | "pa" | "average" | "onBase" | "slugging" | "onBasePlusSlugging"
>;

/** Plate appearances in one situation. A rate whose divisor is zero is null. */
export interface BattingSplit extends SplitTotals {
  /** The situation: an inning, `top`, `true`, `5/1`. */
  readonly split: string;
  /** Runs of all players that scored during these plate appearances. */
  readonly runsScored: number;
}

const sumOf = (column: string) => sql.raw(`sum(line.${column})::int`);
const rates = battingRates((column) => `sum(line.${column})`);
const counts = Object.entries({ ...appearanceColumns, runsScored: "runs_scored" });

const fieldsOf = (by: SplitsBy) => ({
  split: sql.raw(`(${ways[by]})::text`),
  pa: sql.raw("count(*)::int"),
  ...Object.fromEntries(counts.map(([field, column]) => [field, sumOf(column)])),
  average: sql.raw(rates.average),
  onBase: sql.raw(rates.on_base),
  slugging: sql.raw(rates.slugging),
  onBasePlusSlugging: sql.raw(rates.on_base_plus_slugging),
});

type SplitSide = NonNullable<SplitsOptions["side"]>;
const people: Readonly<Record<SplitSide, string>> = { batting: "batter", pitching: "pitcher" };

function statementsOf(by: SplitsBy, side: SplitSide) {
  const fields = fieldsOf(by);
  const given = (name: "teamId" | "playerId" | "cardId", column: string) => {
    const value = sql.param(sql.placeholder(name), lineups[name]);
    const type = sql.raw(lineups[name].getSQLType());
    return sql`(${value}::${type} is null or line.${sql.raw(`${people[side]}_${column}`)} = ${value}::${type})`;
  };
  return bySelection(
    (selected, games): Statement<object, BattingSplit> =>
      compile({
        name: `battingSplits${by}${side}${selected}`,
        access: "read",
        isPrepared: false,
        query: () => sql<BattingSplit>`select ${sql.join(Object.values(fields), sql`, `)}
from plate_appearances line
where line.game_id in (select games.id from games where ${games})
  and ${given("teamId", "team_id")} and ${given("playerId", "player_id")} and ${given("cardId", "card_id")}
group by ${sql.raw(ways[by])}
order by ${sql.raw(ways[by])}`,
        fields,
      }),
  );
}

const statements = Object.fromEntries(
  splitsBy.map((by) => [
    by,
    { batting: statementsOf(by, "batting"), pitching: statementsOf(by, "pitching") },
  ]),
) as Record<SplitsBy, Record<SplitSide, ReturnType<typeof statementsOf>>>;

const input = once(() =>
  z.strictObject({
    by: z.enum(splitsBy),
    side: z.enum(["batting", "pitching"]).default("batting"),
    teamId: z.int32().nullable().default(null),
    playerId: z.int().nullable().default(null),
    cardId: z.int().nullable().default(null),
  }),
);

/**
 * Plate appearances of completed games, by inning or by situation: of everybody, of a team, or of one player.
 *
 * @example
 * ```ts
 * const splits = await battingSplits(database, { by: "scoringPosition", season: "2020", playerId });
 * ```
 * @throws {ValidationError} naming every option that is wrong
 */
export async function battingSplits(executor: Executor, options: SplitsOptions): Promise<BattingSplit[]> {
  const { season, leagueId, gameIds, ...others } = merged(options) as SplitsOptions;
  const selection = checkSelection("battingSplits", { season, leagueId, gameIds });
  const { by, side, ...filters } = validate<z.infer<ReturnType<typeof input>>>(
    "The input of battingSplits",
    input,
    others,
  );
  return executor.execute(statements[by][side]({ ...selection, ...filters }), { ...selection, ...filters });
}
