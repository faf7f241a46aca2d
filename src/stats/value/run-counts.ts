import { sql } from "drizzle-orm";
import { games } from "../../models/games-table.js";
import { plays } from "../../models/plays-table.js";
import { compile, type Statement } from "../../statements/statement.js";
import { bySelection, type SelectionValues } from "../game-selection.js";

/** How often a number of runs followed a base-out state. `games` and `halfInnings` are the same in every row. */
export interface RunCount {
  readonly bases: number;
  readonly outs: number;
  readonly runs: number;
  readonly count: number;
  readonly games: number;
  readonly halfInnings: number;
}

const fields = {
  bases: sql`bases`,
  outs: sql`outs`,
  runs: sql`runs`,
  count: sql`count(*)::int`,
  games: sql`(select count(distinct game_id)::int from moments where half_outs = 3)`,
  halfInnings: sql`(select count(*)::int from moments where half_outs = 3 and is_first)`,
};

/**
 * One pass over the plays of the games. For each play: the runs from it to the end of its half-inning, whether the half-inning had
 * three outs, and whether the play changed the base-out state or scored. A play that did neither is not counted, because the next
 * play counts the same state. Half-innings that may end early, or that begin with a runner, are left out.
 */
export const runCounts = bySelection(
  (way, condition): Statement<SelectionValues, RunCount> =>
    compile({
      name: `runCounts${way}`,
      access: "read",
      isPrepared: false,
      query: () => sql<RunCount>`with moments as (
  select ${plays.gameId}, ${plays.onBaseCode} as bases, ${plays.outsBefore} as outs,
    (sum(${plays.runsScored}) over to_the_end)::int as runs,
    max(${plays.outsBefore} + ${plays.outsRecorded}) over half_inning as half_outs,
    row_number() over in_order = 1 as is_first,
    ${plays.outsRecorded} > 0 or ${plays.runsScored} > 0
      or lead(${plays.onBaseCode}) over in_order is distinct from ${plays.onBaseCode} as moves
  from ${games} join ${plays} on ${plays.gameId} = ${games.id}
  where ${condition} and (${plays.half} = 'top' or ${plays.inning} < ${games.scheduledInnings})
    and (${games.automaticRunnerInning} is null or ${plays.inning} < ${games.automaticRunnerInning})
  window half_inning as (partition by ${plays.gameId}, ${plays.inning}, ${plays.half}),
    in_order as (half_inning order by ${plays.playNumber}),
    to_the_end as (in_order rows between current row and unbounded following)
)
select ${sql.join(Object.values(fields), sql`, `)} from moments
where half_outs = 3 and moves group by bases, outs, runs order by bases, outs, runs`,
      fields,
    }),
);
