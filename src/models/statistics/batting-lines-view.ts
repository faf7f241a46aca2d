import { type SQL, sql } from "drizzle-orm";
import { pgView } from "drizzle-orm/pg-core";
import { battingCounts, battingRole, lineOwner } from "./line-columns.js";
import { storedBattingLines } from "./stored-lines-tables.js";
import {
  columnNames,
  eachGame,
  gameLabelList,
  gameLabels,
  knownGame,
  ofGame,
  storedOrComputed,
} from "./view-columns.js";

const runningCounts = ["run", "sb", "cs"];
const countColumns = columnNames(storedBattingLines, battingCounts());
const batterCounts = countColumns.filter((count) => !runningCounts.includes(count));
const { gameId: _gameId, ...ownerOfLine } = lineOwner();
const lineColumns = columnNames(storedBattingLines, { ...ownerOfLine, ...battingRole(), ...battingCounts() });

const sumOf = (count: string) =>
  `coalesce(sum(${runningCounts.includes(count) ? "running" : "batting"}.${count}), 0)::smallint as ${count}`;

/** A steal without its code is the runner's whom the play names. */
const runners = `(values
      (batter_id, batter_final, 0, 0),
      (on_first_id, on_first_final, stolen_base_code % 2, caught_stealing_code % 2),
      (on_second_id, on_second_final, stolen_base_code / 2 % 2, caught_stealing_code / 2 % 2),
      (on_third_id, on_third_final, stolen_base_code / 4, caught_stealing_code / 4),
      (runner_id, null, case when stolen_base_code is null then sb end, case when caught_stealing_code is null then cs end)
    ) as runner (id, final, sb, cs)`;

/**
 * In order, and twice only where he played another position between: a pitcher whose team gives up the designated hitter has
 * a further entry, in the batting order.
 */
const positions = String.raw`regexp_replace(string_agg(lineups.position, '-' order by lineups.id), '\m(\w+)(-\1\M)+', '\1', 'g')`;

/** The batting lines of a game, computed from its plays. */
export const battingLinesOf = (game: SQL) =>
  ofGame(
    `select
    min(lineups.id) as entry_id,
    lineups.team_id,
    lineups.card_id,
    lineups.player_id,
    min(lineups.player_name) as player_name,
    ${positions} as positions,
    min(lineups.batting_order) as batting_order,
    ${countColumns.map(sumOf).join(",\n    ")}
  from lineups
  left join (
    select coalesce(responsible_batter_id, batter_id) as id, ${batterCounts.map((count) => `sum(${count}) as ${count}`).join(", ")}
    from plays where plays.game_id = :game group by 1
  ) batting on batting.id = lineups.id
  left join (
    select runner.id, count(*) filter (where runner.final = 4) as run, sum(runner.sb) as sb, sum(runner.cs) as cs
    from plays cross join lateral ${runners}
    where plays.game_id = :game and runner.id is not null group by 1
  ) running on running.id = lineups.id
  where lineups.game_id = :game
  group by lineups.team_id, lineups.card_id, lineups.player_id`,
    game,
  );

/** Batting lines that are computed from the plays at each reading: one for every player who was in the game. */
export const computedBattingLines = pgView("computed_batting_lines", {
  ...gameLabels(),
  ...lineOwner(),
  ...battingRole(),
  ...battingCounts(),
}).as(
  sql`${sql.raw(`select games.id as game_id, ${gameLabelList}, line.*
from games cross join lateral (
  `)}${battingLinesOf(eachGame)}
) line`,
);

const stored = "stored_batting_lines";

/** Batting lines of all games. */
export const battingLines = pgView("batting_lines", {
  ...gameLabels(),
  ...lineOwner(),
  ...battingRole(),
  ...battingCounts(),
}).as(
  storedOrComputed(
    eachGame,
    stored,
    sql`from computed_batting_lines computed\n  where computed.game_id = ${eachGame}`,
    lineColumns,
  ),
);

/** The query of {@link battingLines} for one game. */
export const battingLinesOfOne = (game: SQL) =>
  knownGame(
    storedOrComputed(game, stored, sql`from (${battingLinesOf(game)}) computed where true`, lineColumns),
    game,
  );
