import { and, asc, eq, gt, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { alias } from "drizzle-orm/pg-core";
import { gameRelations, games, lineupRelations, lineups, playRelations, plays } from "dugout";
import pg from "pg";
import type { Subject } from "./subject.js";

const batter = alias(lineups, "batter");
const pitcher = alias(lineups, "pitcher");
const value = sql.placeholder;

/** Its tables are dugout's. What runs outside a transaction is prepared once; what runs in one is built there. */
export const subject: Subject = {
  title: "Drizzle",
  async open(connectionString, max) {
    const pool = new pg.Pool({ connectionString, max });
    const schema = { games, lineups, plays, gameRelations, lineupRelations, playRelations };
    const db = drizzle(pool, { schema });
    const loadGame = db.query.games
      .findFirst({
        where: eq(games.id, value("gameId")),
        with: {
          lineups: { where: eq(lineups.isActive, true), orderBy: asc(lineups.id) },
          plays: { orderBy: asc(plays.playNumber) },
        },
      })
      .prepare("load_game");
    const lastPlays = db
      .select({ play: plays, batter, pitcher })
      .from(plays)
      .innerJoin(batter, and(eq(batter.gameId, plays.gameId), eq(batter.id, plays.batterId)))
      .innerJoin(pitcher, and(eq(pitcher.gameId, plays.gameId), eq(pitcher.id, plays.pitcherId)))
      .where(and(eq(plays.gameId, value("gameId")), gt(plays.playNumber, value("after"))))
      .orderBy(asc(plays.playNumber))
      .limit(10)
      .prepare("last_plays");
    const activeLineup = db
      .select()
      .from(lineups)
      .where(
        and(
          eq(lineups.gameId, value("gameId")),
          eq(lineups.teamId, value("teamId")),
          eq(lineups.isActive, true),
        ),
      )
      .orderBy(asc(lineups.id))
      .prepare("active_lineup");
    return {
      recordPlay: (play, state) =>
        db.transaction(async (tx) => {
          await tx.insert(plays).values(play).returning({ id: plays.id }).prepare("insert_play").execute();
          await tx
            .update(games)
            .set({ ...state, stateVersion: sql`${games.stateVersion} + 1` })
            .where(eq(games.id, play.gameId))
            .prepare("update_game")
            .execute();
        }),
      async loadGame(gameId) {
        const loaded = await loadGame.execute({ gameId });
        if (loaded === undefined) throw new Error(`there is no game ${gameId}`);
        return { game: loaded, lineups: loaded.lineups, plays: loaded.plays };
      },
      lastPlays: (gameId, after) => lastPlays.execute({ gameId, after }),
      activeLineup: (gameId, teamId) => activeLineup.execute({ gameId, teamId }),
      insertPlays: (given) => db.insert(plays).values([...given]),
      close: () => pool.end(),
    };
  },
};
