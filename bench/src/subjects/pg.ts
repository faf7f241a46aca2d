import pg from "pg";
import { playColumns, playFields } from "../data/columns.js";
import type { WholePlay } from "../data/play.js";
import type { Subject } from "./subject.js";

const columnList = playColumns.join(", ");
const placeholders = (from: number) => playFields.map((_, index) => `$${from + index}`).join(", ");
const valuesOf = (play: WholePlay) => playFields.map((field) => play[field as keyof WholePlay]);

const insertPlay = `insert into plays (${columnList}) values (${placeholders(1)}) returning id`;
const updateGame = `update games set inning = $2, half = $3, home_score = $4, away_score = $5,
  state_version = state_version + 1 where id = $1`;
const lastPlays = `select plays.*, to_json(batter) as batter, to_json(pitcher) as pitcher from plays
  join lineups batter on batter.game_id = plays.game_id and batter.id = plays.batter_id
  join lineups pitcher on pitcher.game_id = plays.game_id and pitcher.id = plays.pitcher_id
  where plays.game_id = $1 and play_number > $2 order by play_number limit 10`;

/** The usual way: a client from the pool, BEGIN, two queries, COMMIT; reads are named queries. */
export const subject: Subject = {
  title: "pg",
  async open(connectionString, max) {
    const pool = new pg.Pool({ connectionString, max });
    return {
      async recordPlay(play, { inning, half, homeScore, awayScore }) {
        const client = await pool.connect();
        try {
          await client.query("BEGIN");
          await client.query(insertPlay, valuesOf(play));
          await client.query(updateGame, [play.gameId, inning, half, homeScore, awayScore]);
          await client.query("COMMIT");
        } catch (error) {
          await client.query("ROLLBACK");
          throw error;
        } finally {
          client.release();
        }
      },
      async loadGame(gameId) {
        const named = (name: string, text: string) => pool.query({ name, text, values: [gameId] });
        const [games, lineups, plays] = await Promise.all([
          named("game", "select * from games where id = $1"),
          named("lineups", "select * from lineups where game_id = $1 and is_active order by id"),
          named("plays", "select * from plays where game_id = $1 order by play_number"),
        ]);
        return { game: games.rows[0], lineups: lineups.rows, plays: plays.rows };
      },
      async lastPlays(gameId, after) {
        return (await pool.query({ name: "last", text: lastPlays, values: [gameId, after] })).rows;
      },
      async activeLineup(gameId, teamId) {
        const text = "select * from lineups where game_id = $1 and team_id = $2 and is_active order by id";
        return (await pool.query({ name: "lineup", text, values: [gameId, teamId] })).rows;
      },
      insertPlays(plays) {
        const rows = plays.map((_, index) => `(${placeholders(1 + index * playFields.length)})`);
        return pool.query(
          `insert into plays (${columnList}) values ${rows.join(", ")}`,
          plays.flatMap(valuesOf),
        );
      },
      close: () => pool.end(),
    };
  },
};
