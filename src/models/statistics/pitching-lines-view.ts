import { type SQL, sql } from "drizzle-orm";
import { pgView } from "drizzle-orm/pg-core";
import { lineOwner, pitchingCounts } from "./line-columns.js";
import { storedPitchingLines } from "./stored-lines-tables.js";
import {
  columnNames,
  eachGame,
  gameLabelList,
  gameLabels,
  knownGame,
  listOf,
  ofGame,
  storedOrComputed,
} from "./view-columns.js";

const { gameId: _gameId, ...ownerOfLine } = lineOwner();
const lineColumns = columnNames(storedPitchingLines, { ...ownerOfLine, ...pitchingCounts() });

const decisions = ["win", "loss", "save"];
const moundCounts = ["outs_recorded", "wild_pitch", "balk"];
const runCounts = ["run", "earned_run"];
const notOfTheBatter = [...decisions, ...moundCounts, ...runCounts];
const ofTheStaff = ["start", "finish", "complete_game", "shutout"];
const countColumns = columnNames(storedPitchingLines, pitchingCounts()).filter(
  (count) => !ofTheStaff.includes(count),
);
const batterCounts = countColumns.filter((count) => !notOfTheBatter.includes(count));

function sumOf(count: string): string {
  if (decisions.includes(count))
    return `count(*) filter (where lineups.decision = '${count}')::smallint as ${count}`;
  const source = moundCounts.includes(count) ? "mound" : runCounts.includes(count) ? "charged" : "facing";
  return `coalesce(sum(${source}.${count}), 0)::smallint as ${count}`;
}

/** Without a code, the earned runs are those of the runners who were farthest ahead. */
const runners = `(values
      (coalesce(on_third_pitcher_id, pitcher_id), on_third_final, earned_run_code / 4 % 2, 0),
      (coalesce(on_second_pitcher_id, pitcher_id), on_second_final, earned_run_code / 2 % 2, (on_third_final = 4)::int),
      (coalesce(on_first_pitcher_id, pitcher_id), on_first_final, earned_run_code % 2, coalesce(on_third_final / 4, 0) + coalesce(on_second_final / 4, 0)),
      (coalesce(responsible_pitcher_id, pitcher_id), batter_final, earned_run_code / 8, runs_scored - 1)
    ) as runner (pitcher_id, final, earned, ahead)`;

const sums = (counts: readonly string[]) => counts.map((count) => `sum(${count}) as ${count}`).join(", ");

const pitchedSql = `select
    coalesce(min(lineups.id) filter (where lineups.position = 'P'), min(lineups.id)) as entry_id,
    lineups.team_id,
    lineups.card_id,
    lineups.player_id,
    min(lineups.player_name) as player_name,
    max(mound.last_play) as last_play,
    greatest(max(mound.last_play), max(lineups.after_play) filter (where lineups.position = 'P')) as last_on_mound,
    max(lineups.id) filter (where lineups.position = 'P') as last_entry_id,
    ${countColumns.map(sumOf).join(",\n    ")}
  from lineups
  left join (
    select coalesce(responsible_pitcher_id, pitcher_id) as id, ${sums(batterCounts)}
    from plays where plays.game_id = :game group by 1
  ) facing on facing.id = lineups.id
  left join (
    select pitcher_id as id, max(play_number) as last_play, ${sums(moundCounts)}
    from plays where plays.game_id = :game group by 1
  ) mound on mound.id = lineups.id
  left join (
    select runner.pitcher_id as id, count(*) as run, sum(coalesce(runner.earned, (earned_runs > coalesce(runner.ahead, 0))::int)) as earned_run
    from plays cross join lateral ${runners}
    where plays.game_id = :game and runner.final = 4 group by 1
  ) charged on charged.id = lineups.id
  where lineups.game_id = :game
  group by lineups.team_id, lineups.card_id, lineups.player_id
  having bool_or(lineups.position = 'P' or facing.id is not null or mound.id is not null or charged.id is not null)`;

/**
 * The first of a team's pitchers with a play starts: who is replaced before it does not. If no other comes after him, he pitches a
 * complete game. Who pitches a game's last play finishes it, where there are several: he may have pitched before, and left the
 * mound for another position meanwhile.
 */
const isStart = "coalesce(entry_id = min(entry_id) filter (where last_play is not null) over team, false)";
const isComplete = `${isStart} and lead(entry_id) over in_order is null`;
const staff = `(${isStart})::int::smallint as start,
    (count(*) over team > 1 and lead(entry_id) over by_end is null and not (${isComplete}))::int::smallint as finish,
    (${isComplete})::int::smallint as complete_game,
    (${isComplete} and run = 0)::int::smallint as shutout`;

/** The pitching lines of a game, computed from its plays. */
export const pitchingLinesOf = (game: SQL) =>
  ofGame(
    `select ${listOf("pitched", ["entry_id", "team_id", "card_id", "player_id", "player_name"])},
    ${staff},
    ${listOf("pitched", countColumns)}
  from (${pitchedSql}) pitched
  window team as (partition by team_id), in_order as (partition by team_id order by entry_id),
    by_end as (partition by team_id order by last_on_mound nulls first, last_entry_id nulls first)`,
    game,
  );

/** Pitching lines that are computed from the plays at each reading: one for every player who pitched. */
export const computedPitchingLines = pgView("computed_pitching_lines", {
  ...gameLabels(),
  ...lineOwner(),
  ...pitchingCounts(),
}).as(
  sql`${sql.raw(`select games.id as game_id, ${gameLabelList}, line.*
from games cross join lateral (
  `)}${pitchingLinesOf(eachGame)}
) line`,
);

const stored = "stored_pitching_lines";

/** Pitching lines of all games. */
export const pitchingLines = pgView("pitching_lines", {
  ...gameLabels(),
  ...lineOwner(),
  ...pitchingCounts(),
}).as(
  storedOrComputed(
    eachGame,
    stored,
    sql`from computed_pitching_lines computed\n  where computed.game_id = ${eachGame}`,
    lineColumns,
  ),
);

/** The query of {@link pitchingLines} for one game. */
export const pitchingLinesOfOne = (game: SQL) =>
  knownGame(
    storedOrComputed(game, stored, sql`from (${pitchingLinesOf(game)}) computed where true`, lineColumns),
    game,
  );
