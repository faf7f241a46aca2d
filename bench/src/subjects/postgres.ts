import postgres from "postgres";
import type { Subject } from "./subject.js";

/** Tagged templates, which it prepares by itself; the transaction's queries in an array, which it pipelines. */
export const subject: Subject = {
  title: "postgres",
  async open(url, max) {
    const sql = postgres(url, { max, transform: postgres.camel });
    return {
      recordPlay: (play, { inning, half, homeScore, awayScore }) =>
        sql.begin((tx) => [
          tx`insert into plays ${tx({ ...play, playMetadata: tx.json(play.playMetadata as never) } as never)} returning id`,
          tx`update games set inning = ${inning}, half = ${half}, home_score = ${homeScore},
            away_score = ${awayScore}, state_version = state_version + 1 where id = ${play.gameId}`,
        ]),
      async loadGame(gameId) {
        const [games, lineups, plays] = await Promise.all([
          sql`select * from games where id = ${gameId}`,
          sql`select * from lineups where game_id = ${gameId} and is_active order by id`,
          sql`select * from plays where game_id = ${gameId} order by play_number`,
        ]);
        return { game: games[0], lineups, plays };
      },
      lastPlays: (gameId, after) => sql`
        select plays.*, to_json(batter) as batter, to_json(pitcher) as pitcher from plays
        join lineups batter on batter.game_id = plays.game_id and batter.id = plays.batter_id
        join lineups pitcher on pitcher.game_id = plays.game_id and pitcher.id = plays.pitcher_id
        where plays.game_id = ${gameId} and play_number > ${after} order by play_number limit 10`,
      activeLineup: (gameId, teamId) => sql`
        select * from lineups where game_id = ${gameId} and team_id = ${teamId} and is_active order by id`,
      insertPlays: (plays) =>
        sql`insert into plays ${sql(plays.map((play) => ({ ...play, playMetadata: sql.json(play.playMetadata as never) })) as never)}`,
      close: () => sql.end(),
    };
  },
};
