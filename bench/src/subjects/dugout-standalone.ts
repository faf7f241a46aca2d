import { Database, DatabaseOperations } from "dugout";
import type { Subject } from "./subject.js";

/** Two operations in separate transactions. They are not atomic together; they show what each costs. */
export const subject: Subject = {
  title: "dugout, standalone (two commits)",
  async open(url, connections) {
    const database = await Database.open(url, { poolSize: connections });
    const operations = new DatabaseOperations(database);
    return {
      async recordPlay(play, state) {
        await operations.savePlay(play);
        await operations.updateGameState(play.gameId, state);
      },
      close: () => database.close(),
    };
  },
};
