import { sql } from "drizzle-orm";
import { bigint, boolean, integer, pgView, smallint, text, uuid } from "drizzle-orm/pg-core";
import { halves } from "../../rules/vocabulary.js";
import { battingCounts } from "./line-columns.js";
import { storedBattingLines } from "./stored-lines-tables.js";
import { columnNames, gameLabelList, gameLabels } from "./view-columns.js";

const person = (who: string) => ({
  team: integer(`${who}_team_id`).notNull(),
  card: bigint(`${who}_card_id`, { mode: "number" }),
  player: bigint(`${who}_player_id`, { mode: "number" }),
  name: text(`${who}_name`),
});
const batter = person("batter");
const pitcher = person("pitcher");

/** What a plate appearance counts for the batter: runs and steals are the runners'. */
export function appearanceCounts() {
  const { pa: _pa, run: _run, sb: _sb, cs: _cs, ...counts } = battingCounts();
  return counts;
}

const countNames = columnNames(storedBattingLines, appearanceCounts());

/** Plate appearances with their situation, and with batter and pitcher as the people whom they count for. */
export const plateAppearances = pgView("plate_appearances", {
  ...gameLabels(),
  gameId: uuid("game_id").notNull(),
  playNumber: smallint("play_number").notNull(),
  inning: smallint("inning").notNull(),
  half: text("half", { enum: halves }).notNull(),
  outsBefore: smallint("outs_before").notNull(),
  onBaseCode: smallint("on_base_code").notNull(),
  isScoringPosition: boolean("is_scoring_position").notNull(),
  battingOrder: smallint("batting_order").notNull(),
  batterTeamId: batter.team,
  batterCardId: batter.card,
  batterPlayerId: batter.player,
  batterName: batter.name,
  pitcherTeamId: pitcher.team,
  pitcherCardId: pitcher.card,
  pitcherPlayerId: pitcher.player,
  pitcherName: pitcher.name,
  ...appearanceCounts(),
  runsScored: smallint("runs_scored").notNull(),
}).as(
  sql.raw(`select ${gameLabelList}, plays.game_id, plays.play_number, plays.inning, plays.half, plays.outs_before,
  plays.on_base_code, plays.on_base_code >= 2 as is_scoring_position, plays.batting_order,
${["batter", "pitcher"]
  .map(
    (who) =>
      `  ${who}.team_id as ${who}_team_id, ${who}.card_id as ${who}_card_id, ${who}.player_id as ${who}_player_id, ${who}.player_name as ${who}_name,`,
  )
  .join("\n")}
  ${[...countNames, "runs_scored"].map((name) => `plays.${name}`).join(", ")}
from games
join plays on plays.game_id = games.id
join lineups batter on batter.game_id = plays.game_id and batter.id = coalesce(plays.responsible_batter_id, plays.batter_id)
join lineups pitcher on pitcher.game_id = plays.game_id and pitcher.id = coalesce(plays.responsible_pitcher_id, plays.pitcher_id)
where plays.pa = 1`),
);
