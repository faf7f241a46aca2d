import { and, eq, sql } from "drizzle-orm";
import { gameSessions } from "../models/game-sessions.js";
import { games } from "../models/games.js";
import { lineups } from "../models/lineups.js";
import { plays } from "../models/plays/index.js";
import { rosterLinks } from "../models/roster-links.js";
import { build, compile, type Statement } from "./statement.js";

/** How many rows of each kind went with a game. */
export interface DeletedGame {
  readonly plays: number;
  readonly lineups: number;
  readonly roster: number;
  readonly sessions: number;
}

// The game is the first to go: whoever changes one locks its row first. What others add meanwhile is not seen by the
// other parts and goes by the foreign keys' cascades, which must come before the check that no play names an entry.
const deletedGame = build.$with("deleted_game").as(
  build
    .delete(games)
    .where(eq(games.id, sql.placeholder("gameId")))
    .returning({ id: games.id }),
);

function deletedFrom(
  name: string,
  table: typeof plays | typeof lineups | typeof rosterLinks | typeof gameSessions,
) {
  const isTheGame = and(
    eq(table.gameId, sql.placeholder("gameId")),
    sql`exists (select 1 from ${deletedGame})`,
  );
  return build.$with(name).as(build.delete(table).where(isTheGame).returning({ gameId: table.gameId }));
}

const parts = {
  plays: deletedFrom("deleted_plays", plays),
  lineups: deletedFrom("deleted_lineups", lineups),
  roster: deletedFrom("deleted_roster", rosterLinks),
  sessions: deletedFrom("deleted_sessions", gameSessions),
};
const count = (name: keyof typeof parts) => sql<number>`(select count(*)::int from ${parts[name]})`.as(name);
const deletedFields = {
  plays: count("plays"),
  lineups: count("lineups"),
  roster: count("roster"),
  sessions: count("sessions"),
};

export const deleteGame: Statement<{ gameId: string }, DeletedGame> = compile({
  name: "deleteGame",
  access: "write",
  query: build
    .with(deletedGame, ...Object.values(parts))
    .select(deletedFields)
    .from(deletedGame),
  fields: deletedFields,
});
