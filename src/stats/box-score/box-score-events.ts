import { sql } from "drizzle-orm";
import { compile, type Statement } from "../../statements/statement.js";

/** What a box score has besides the lines of a game. */
export interface BoxEvents {
  /** The batters who were hit by a pitch and the pitchers who hit them, in order. */
  readonly hitBatters: readonly { readonly pitcher: string; readonly batter: string }[];
  /** What each pitcher did in each half-inning in which he pitched; `entryId` is that of his first entry on the mound. */
  readonly outings: readonly Outing[];
}

export interface Outing {
  readonly entryId: number;
  readonly inning: number;
  readonly half: "top" | "bottom";
  /** Batters whom he faced. */
  readonly pa: number;
  readonly outsRecorded: number;
  readonly lastPlay: number;
}

const gameId = sql.placeholder("gameId");
const nameOf = (who: string) =>
  sql.raw(`coalesce(${who}.player_name, 'Nr. ' || coalesce(${who}.card_id, ${who}.player_id))`);

const fields = {
  hitBatters: sql<BoxEvents["hitBatters"]>`(
    select coalesce(json_agg(json_build_object('pitcher', ${nameOf("pitcher")}, 'batter', ${nameOf("batter")}) order by plays.play_number), '[]'::json)
    from plays
    join lineups batter on batter.game_id = plays.game_id and batter.id = coalesce(plays.responsible_batter_id, plays.batter_id)
    join lineups pitcher on pitcher.game_id = plays.game_id and pitcher.id = coalesce(plays.responsible_pitcher_id, plays.pitcher_id)
    where plays.game_id = ${gameId} and plays.hbp = 1
  )`,
  outings: sql<BoxEvents["outings"]>`(
    select coalesce(json_agg(outing order by outing."lastPlay"), '[]'::json)
    from (
      select first_entry.id as "entryId", plays.inning, plays.half, sum(plays.pa) as pa,
        sum(plays.outs_recorded) as "outsRecorded", max(plays.play_number) as "lastPlay"
      from plays
      join lineups pitcher on pitcher.game_id = plays.game_id and pitcher.id = plays.pitcher_id
      join lateral (
        select min(lineups.id) as id from lineups
        where lineups.game_id = ${gameId} and lineups.position = 'P' and lineups.team_id = pitcher.team_id
          and coalesce(lineups.card_id, lineups.player_id) = coalesce(pitcher.card_id, pitcher.player_id)
      ) first_entry on true
      where plays.game_id = ${gameId}
      group by first_entry.id, plays.inning, plays.half
    ) outing
  )`,
};

export const boxEvents: Statement<{ gameId: string }, BoxEvents> = compile({
  name: "boxEvents",
  access: "read",
  query: () => sql<BoxEvents>`select ${sql.join(Object.values(fields), sql`, `)}`,
  fields,
});
