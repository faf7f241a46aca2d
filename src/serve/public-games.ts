import { publicGame, publicLineupEntry, publicPlay, publicView, type View } from "../feed/view.js";
import type { Game } from "../models/games-table.js";
import { DatabaseOperations } from "../operations/database-operations.js";
import type { Database } from "../session/database.js";
import { loadWholeGame } from "../statements/whole-game-statements.js";
import type { KnownGame } from "./page/game-view.js";

/** At most so many games of a kind are on the scoreboard: a stream has 100. */
const mostGames = 60;
const mostNext = 12;
const mostOver = 12;

/** The games of the scoreboard: live, upcoming, and most recently finished. */
export async function gamesOfBoard(database: Database): Promise<Game[]> {
  const operations = new DatabaseOperations(database);
  const [active, paused, pending, completed] = await Promise.all([
    operations.listGames({ status: "active", limit: mostGames, order: "oldest" }),
    operations.listGames({ status: "paused", limit: 12, order: "oldest" }),
    operations.listGames({ status: "pending", limit: mostNext, order: "oldest" }),
    operations.listGames({ status: "completed", limit: mostOver }),
  ]);
  return [active, paused, pending, completed].flatMap(({ games }) => games);
}

/** The public view of a game; null if there is none. */
export async function publicGameOf(database: Database, gameId: string): Promise<KnownGame | null> {
  const [found] = await database.execute(loadWholeGame, { gameId });
  if (found === undefined) return null;
  return {
    game: publicGame(found.game),
    plays: found.plays.map(publicPlay),
    lineups: found.lineups.map(publicLineupEntry),
  };
}

/** Numbers of a play that have a meaning if they are 0. */
const meaningful = new Set(["awayScore", "homeScore", "outsBefore", "onBaseCode", "outsRecorded", "pa"]);

/**
 * What a page's stream contains: the public view without null, false and 0. A play is then a third as long.
 */
export const pageView: View = (event, audience) => {
  const shown = publicView(event, audience);
  if (shown === null) return null;
  if ("plays" in shown) return { ...shown, plays: shown.plays.map(shortened) };
  return "play" in shown ? { ...shown, play: shortened(shown.play) } : shown;
};

const shortened = (play: object): object =>
  Object.fromEntries(
    Object.entries(play).filter(
      ([name, value]) => (value !== null && value !== false && value !== 0) || meaningful.has(name),
    ),
  );
