import { Database, DatabaseOperations } from "dugout";
import type { Subject } from "./subject.js";

/** The operation with one statement; each call is a transaction. */
export const subject: Subject = {
  title: "dugout, recordPlay",
  async open(url, connections) {
    const database = await Database.open(url, { poolSize: connections });
    const operations = new DatabaseOperations(database);
    return {
      recordPlay: (play, state) => operations.recordPlay(play, state),
      loadGame: async (gameId) => {
        const loaded = await operations.loadGameState(gameId);
        if (loaded === null) throw new Error(`there is no game ${gameId}`);
        return loaded;
      },
      lastPlays: (gameId, after) => operations.getPlaysWithPlayers(gameId, { after, limit: 10 }),
      activeLineup: (gameId, teamId) => operations.getActiveLineup(gameId, teamId),
      close: () => database.close(),
    };
  },
};
