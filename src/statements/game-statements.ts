import { and, eq, sql } from "drizzle-orm";
import { gameSessions } from "../models/game-sessions-table.js";
import { type Game, type GameValues, games } from "../models/games-table.js";
import { lineups } from "../models/lineups-table.js";
import { once } from "../models/once.js";
import { plays } from "../models/plays-table.js";
import { rosterLinks } from "../models/roster-links-table.js";
import type { GameStatus, Half } from "../rules/vocabulary.js";
import { increments, isUnchanged } from "./game-update.js";
import { build, compile, placeholders, type Statement, withCodec } from "./statement.js";
import { gameColumns, insertable } from "./statement-columns.js";

export const createGame: Statement<GameValues, Game> = compile({
  name: "createGame",
  access: "write",
  query: () =>
    build
      .insert(games)
      .values({ ...placeholders(insertable.game), feedVersion: 1 })
      .returning(gameColumns),
  fields: gameColumns,
});

/** A game's new state; null keeps the stored status, winner and times. */
export interface GameStateValues {
  readonly gameId: string;
  readonly inning: number;
  readonly half: Half;
  readonly homeScore: number;
  readonly awayScore: number;
  readonly status: GameStatus | null;
  readonly winnerTeamId: number | null;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
}

/** The columns that a new state of the game sets. The prefix distinguishes its placeholders from those of a play. */
export function newState(prefix = "") {
  const value = (name: keyof GameStateValues) => sql.placeholder(`${prefix}${name}`);
  const timestamp = (name: "startedAt" | "completedAt") =>
    sql`coalesce(${sql.param(value(name), games[name])}::timestamptz, ${games[name]})`;
  return {
    inning: sql`${value("inning")}::smallint`,
    half: sql`${value("half")}::text`,
    homeScore: sql`${value("homeScore")}::smallint`,
    awayScore: sql`${value("awayScore")}::smallint`,
    status: sql`coalesce(${value("status")}::text, ${games.status})`,
    winnerTeamId: sql`coalesce(${value("winnerTeamId")}::int, ${games.winnerTeamId})`,
    startedAt: timestamp("startedAt"),
    completedAt: timestamp("completedAt"),
  };
}

/** True if the game is at the expected version, or none is expected. */
export const isAtExpectedVersion = sql`${games.stateVersion} = coalesce(${sql.placeholder("expectedVersion")}::int, ${games.stateVersion})`;

export interface StateVersion {
  /** How many times the game's state has changed, this change included. */
  readonly stateVersion: number;
}

export interface ExpectedVersion {
  /** Null for any version. */
  readonly expectedVersion: number | null;
}

/** No row means that there is no such game, or that it is not at the version expected. */
export const updateGameState: Statement<GameStateValues & ExpectedVersion, StateVersion> = compile({
  name: "updateGameState",
  access: "write",
  query: () =>
    build
      .update(games)
      .set({ ...newState(), ...increments })
      .where(and(eq(games.id, sql.placeholder("gameId")), isAtExpectedVersion))
      .returning({ stateVersion: games.stateVersion }),
  fields: { stateVersion: games.stateVersion },
});

const storedGamesOf: Statement<{ gameIds: string }, { id: string }> = compile({
  name: "storedGames",
  access: "read",
  query: () => sql<{ id: string }>`select ${games.id} from ${games}
  where ${games.id} in (select value::uuid from json_array_elements_text(${sql.placeholder("gameIds")}::json))`,
  fields: { id: games.id },
});

/** The ids of those of the given games that exist. */
export const storedGames: Statement<{ gameIds: readonly string[] }, { id: string }> = withCodec(
  storedGamesOf,
  {
    encode: ({ gameIds }) => storedGamesOf.encode({ gameIds: JSON.stringify(gameIds) }),
  },
);

/** How many rows of each table were deleted with a game. */
export interface DeletedGame {
  /** Deleted plays. */
  readonly plays: number;
  /** Deleted lineup entries. */
  readonly lineups: number;
  /** Deleted roster entries. */
  readonly roster: number;
  /** Deleted websocket sessions: 0 or 1. */
  readonly sessions: number;
}

// The game's row is deleted first, because every change of a game locks it first. A statement that waited for the lock does not see
// the plays and entries that were added in the meantime, and could not count them. It deletes nothing then.
const deletedGame = once(() =>
  build.$with("deleted_game").as(
    build
      .delete(games)
      .where(and(eq(games.id, sql.placeholder("gameId")), isUnchanged))
      .returning({ id: games.id }),
  ),
);

function deletedFrom(
  name: string,
  table: typeof plays | typeof lineups | typeof rosterLinks | typeof gameSessions,
) {
  const isTheGame = and(
    eq(table.gameId, sql.placeholder("gameId")),
    sql`exists (select 1 from ${deletedGame()})`,
  );
  return build.$with(name).as(build.delete(table).where(isTheGame).returning({ gameId: table.gameId }));
}

const deletedParts = once(() => ({
  plays: deletedFrom("deleted_plays", plays),
  lineups: deletedFrom("deleted_lineups", lineups),
  roster: deletedFrom("deleted_roster", rosterLinks),
  sessions: deletedFrom("deleted_sessions", gameSessions),
}));
const deletedFields = once(() => {
  const count = (name: keyof ReturnType<typeof deletedParts>) =>
    sql<number>`(select count(*)::int from ${deletedParts()[name]})`.as(name);
  return {
    plays: count("plays"),
    lineups: count("lineups"),
    roster: count("roster"),
    sessions: count("sessions"),
  };
});

export const deleteGame: Statement<{ gameId: string }, DeletedGame> = compile({
  name: "deleteGame",
  access: "write",
  query: () =>
    build
      .with(deletedGame(), ...Object.values(deletedParts()))
      .select(deletedFields())
      .from(deletedGame()),
  fields: deletedFields,
});
