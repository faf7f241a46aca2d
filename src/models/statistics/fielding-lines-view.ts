import type { SQL } from "drizzle-orm";
import { pgView, smallint, text } from "drizzle-orm/pg-core";
import { fieldingPositions } from "../../rules/vocabulary.js";
import { lineOwner } from "./line-columns.js";
import { eachGame, gameLabelList, gameLabels, knownGame, ofGame } from "./view-columns.js";

const count = (name: string) => smallint(name).notNull();
const positionList = fieldingPositions.map((position) => `'${position}'`).join(", ");

const countOf = (credit: string) =>
  `(count(*) filter (where credit.kind = '${credit}'))::smallint as ${credit}`;

/** The player who stood at the position is credited; a passed ball is charged to the catcher, who is number 2. */
const linesOf = (game: SQL) =>
  ofGame(
    `select games.id as game_id, ${gameLabelList}, line.*
from games cross join lateral (
  select
    min(lineups.id) as entry_id,
    lineups.team_id,
    lineups.card_id,
    lineups.player_id,
    min(lineups.player_name) as player_name,
    lineups.position,
    ${["putout", "assist", "error", "passed_ball"].map(countOf).join(",\n    ")}
  from lineups
  left join (
    select plays.play_number, plays.half, credited.kind, (array[${positionList}])[fielder.number::int] as position
    from plays cross join lateral (values
      ('putout', plays.putout_positions),
      ('assist', plays.assist_positions),
      ('error', plays.error_positions),
      ('passed_ball', repeat('2', plays.passed_ball))
    ) as credited (kind, positions)
    cross join lateral string_to_table(credited.positions, null) as fielder (number)
    where plays.game_id = :game
  ) credit on credit.position = lineups.position
    and lineups.team_id = case credit.half when 'top' then games.home_team_id else games.away_team_id end
    and credit.play_number > lineups.after_play
    and (lineups.left_after_play is null or credit.play_number <= lineups.left_after_play)
  where lineups.game_id = :game and lineups.position in (${positionList})
  group by lineups.team_id, lineups.card_id, lineups.player_id, lineups.position
) line`,
    game,
  );

/** What each fielder did at each of his positions. */
export const fieldingLines = pgView("fielding_lines", {
  ...gameLabels(),
  ...lineOwner(),
  position: text("position", { enum: fieldingPositions }).notNull(),
  putout: count("putout"),
  assist: count("assist"),
  error: count("error"),
  passedBall: count("passed_ball"),
}).as(linesOf(eachGame));

/** The query of {@link fieldingLines} for one game. */
export const fieldingLinesOfOne = (game: SQL) => knownGame(linesOf(game), game);
