import { Database, DatabaseOperations } from "dugout";
import type { Subject } from "./subject.js";

/** Operations in the caller's transaction. */
export const subject: Subject = {
  title: "dugout, injected",
  async open(url, connections) {
    const database = await Database.open(url, { poolSize: connections });
    return {
      recordPlay: (play, state) =>
        database.transaction(async (session) => {
          const operations = new DatabaseOperations(session);
          await Promise.all([operations.savePlay(play), operations.updateGameState(play.gameId, state)]);
        }),
      insertPlays: (plays) =>
        database.transaction(async (session) => {
          const operations = new DatabaseOperations(session);
          await Promise.all(plays.map((play) => operations.savePlay(play)));
        }),
      close: () => database.close(),
    };
  },
};
