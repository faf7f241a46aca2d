import { sql } from "drizzle-orm";
import { integer, pgView, smallint, text, uuid } from "drizzle-orm/pg-core";
import { halves } from "../../rules/vocabulary.js";

const count = (name: string) => smallint(name).notNull();
const bases = ["batter_final", "on_first_final", "on_second_final", "on_third_final"];

/** Half-innings as far as they were played. */
export const halfInnings = pgView("half_innings", {
  gameId: uuid("game_id").notNull(),
  inning: smallint("inning").notNull(),
  half: text("half", { enum: halves }).notNull(),
  teamId: integer("team_id").notNull(),
  fieldingTeamId: integer("fielding_team_id").notNull(),
  run: count("run"),
  hit: count("hit"),
  error: count("error"),
  leftOnBase: count("left_on_base"),
  doublePlay: count("double_play"),
  triplePlay: count("triple_play"),
}).as(
  sql.raw(`select
  plays.game_id,
  plays.inning,
  plays.half,
  case plays.half when 'top' then games.away_team_id else games.home_team_id end as team_id,
  case plays.half when 'top' then games.home_team_id else games.away_team_id end as fielding_team_id,
  sum(plays.runs_scored)::smallint as run,
  sum(plays.hit)::smallint as hit,
  sum(plays.error)::smallint as error,
  (array_agg(${bases.map((base) => `coalesce((plays.${base} < 4)::int, 0)`).join(" + ")} order by plays.play_number desc))[1]::smallint as left_on_base,
  sum(plays.double_play)::smallint as double_play,
  sum(plays.triple_play)::smallint as triple_play
from plays
join games on games.id = plays.game_id
group by plays.game_id, plays.inning, plays.half, games.away_team_id, games.home_team_id`),
);
