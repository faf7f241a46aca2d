import type { Game, LineupEntry, Play } from "dugout";
import { CamelCasePlugin, type ColumnType, type Generated, Kysely, PostgresDialect } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import pg from "pg";
import type { Subject } from "./subject.js";

type Made = "id" | "onBaseCode" | "runsScored";
interface Tables {
  games: Game;
  lineups: Omit<LineupEntry, "id"> & { id: Generated<number> };
  plays: Omit<Play, Made> & { [Field in Made]: ColumnType<number, never, never> };
}

/** As in its recipes: transactions with a callback, relations with its JSON helpers, names with its plugin. */
export const subject: Subject = {
  title: "Kysely",
  async open(connectionString, max) {
    const db = new Kysely<Tables>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString, max }) }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    });
    return {
      recordPlay: (play, state) =>
        db.transaction().execute(async (tx) => {
          await tx.insertInto("plays").values(play).returning("id").executeTakeFirstOrThrow();
          await tx
            .updateTable("games")
            .set((by) => ({ ...state, stateVersion: by("stateVersion", "+", 1) }))
            .where("id", "=", play.gameId)
            .execute();
        }),
      async loadGame(gameId) {
        const { lineups, plays, ...game } = await db
          .selectFrom("games")
          .selectAll()
          .select((by) => [
            jsonArrayFrom(
              by
                .selectFrom("lineups")
                .selectAll()
                .whereRef("lineups.gameId", "=", "games.id")
                .where("isActive", "=", true)
                .orderBy("id"),
            ).as("lineups"),
            jsonArrayFrom(
              by
                .selectFrom("plays")
                .selectAll()
                .whereRef("plays.gameId", "=", "games.id")
                .orderBy("playNumber"),
            ).as("plays"),
          ])
          .where("id", "=", gameId)
          .executeTakeFirstOrThrow();
        return { game, lineups, plays };
      },
      lastPlays: (gameId, after) =>
        db
          .selectFrom("plays")
          .selectAll("plays")
          .select((by) => [
            jsonObjectFrom(
              by
                .selectFrom("lineups")
                .selectAll()
                .whereRef("lineups.gameId", "=", "plays.gameId")
                .whereRef("lineups.id", "=", "plays.batterId"),
            ).as("batter"),
            jsonObjectFrom(
              by
                .selectFrom("lineups")
                .selectAll()
                .whereRef("lineups.gameId", "=", "plays.gameId")
                .whereRef("lineups.id", "=", "plays.pitcherId"),
            ).as("pitcher"),
          ])
          .where("gameId", "=", gameId)
          .where("playNumber", ">", after)
          .orderBy("playNumber")
          .limit(10)
          .execute(),
      activeLineup: (gameId, teamId) =>
        db
          .selectFrom("lineups")
          .selectAll()
          .where("gameId", "=", gameId)
          .where("teamId", "=", teamId)
          .where("isActive", "=", true)
          .orderBy("id")
          .execute(),
      insertPlays: (plays) =>
        db
          .insertInto("plays")
          .values([...plays])
          .execute(),
      close: () => db.destroy(),
    };
  },
};
