import { sql } from "drizzle-orm";
import { pgView, smallint, text } from "drizzle-orm/pg-core";
import { fieldingPositions } from "../vocabulary.js";
import { lineOwner } from "./line-columns.js";
import { gameLabelList, gameLabels } from "./view-columns.js";

const count = (name: string) => smallint(name).notNull();
const byNumber = `(array[${fieldingPositions.map((position) => `'${position}'`).join(", ")}])`;

const creditsOf = (column: string) =>
  `select position.number::int as number, ${["putout", "assist", "error"].map((credit) => `${Number(column.startsWith(credit))} as ${credit}`).join(", ")}
      from string_to_table(plays.${column}, null) as position (number)`;

/**
 * What each fielder did at each of his positions. Whoever stood there at the play has the credit; a passed ball is the
 * catcher's.
 */
export const fieldingLines = pgView("fielding_lines", {
  ...gameLabels(),
  ...lineOwner(),
  position: text("position", { enum: fieldingPositions }).notNull(),
  putout: count("putout"),
  assist: count("assist"),
  error: count("error"),
  passedBall: count("passed_ball"),
}).as(
  sql.raw(`select games.id as game_id, ${gameLabelList}, line.*
from games cross join lateral (
  select
    min(lineups.id) as entry_id,
    lineups.team_id,
    lineups.card_id,
    lineups.player_id,
    min(lineups.player_name) as player_name,
    lineups.position,
    coalesce(sum(credit.putout), 0)::smallint as putout,
    coalesce(sum(credit.assist), 0)::smallint as assist,
    coalesce(sum(credit.error), 0)::smallint as error,
    coalesce(sum(credit.passed_ball), 0)::smallint as passed_ball
  from lineups
  left join (
    select plays.play_number, plays.half, fielder.putout, fielder.assist, fielder.error, 0 as passed_ball,
      ${byNumber}[fielder.number] as position
    from plays cross join lateral (
      ${["putout_positions", "assist_positions", "error_positions"].map(creditsOf).join("\n      union all\n      ")}
    ) as fielder (number, putout, assist, error)
    where plays.game_id = games.id
    union all
    select plays.play_number, plays.half, 0 as putout, 0 as assist, 0 as error, plays.passed_ball, 'C' as position
    from plays where plays.game_id = games.id and plays.passed_ball > 0
  ) credit on credit.position = lineups.position
    and lineups.team_id = case credit.half when 'top' then games.home_team_id else games.away_team_id end
    and credit.play_number > lineups.after_play
    and (lineups.left_after_play is null or credit.play_number <= lineups.left_after_play)
  where lineups.game_id = games.id and lineups.position in (${fieldingPositions.map((position) => `'${position}'`).join(", ")})
  group by lineups.team_id, lineups.card_id, lineups.player_id, lineups.position
) line`),
);
