import { and, eq, sql } from "drizzle-orm";
import { type Game, type GameValues, games } from "../models/games.js";
import type { GameStatus, Half } from "../models/vocabulary.js";
import { gameColumns, insertable } from "./columns.js";
import { counts } from "./counted-game.js";
import { build, compile, placeholders, type Statement } from "./statement.js";

export const createGame: Statement<GameValues, Game> = compile({
  name: "createGame",
  access: "write",
  query: build
    .insert(games)
    .values({ ...placeholders(insertable.game), feedVersion: 1 })
    .returning(gameColumns),
  fields: gameColumns,
});

/** A game's state as a caller gives it; null leaves status, winner and times as they are. */
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

/** The columns that a new state of the game sets. The prefix keeps its placeholders apart from those of a play. */
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

/** Holds if the game is at the version that the caller knows, or the caller names none. */
export const isAtExpectedVersion = sql`${games.stateVersion} = coalesce(${sql.placeholder("expectedVersion")}::int, ${games.stateVersion})`;

export interface StateVersion {
  /** How many times the game's state has changed, this change included. */
  readonly stateVersion: number;
}

export interface ExpectedVersion {
  /** Null: whatever the version is. */
  readonly expectedVersion: number | null;
}

/** No row means that there is no such game, or that it is not at the version expected. */
export const updateGameState: Statement<GameStateValues & ExpectedVersion, StateVersion> = compile({
  name: "updateGameState",
  access: "write",
  query: build
    .update(games)
    .set({ ...newState(), ...counts })
    .where(and(eq(games.id, sql.placeholder("gameId")), isAtExpectedVersion))
    .returning({ stateVersion: games.stateVersion }),
  fields: { stateVersion: games.stateVersion },
});
