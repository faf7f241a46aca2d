import { and, eq, sql } from "drizzle-orm";
import { type Game, type GameValues, games } from "../models/games.js";
import type { GameStatus, Half } from "../models/vocabulary.js";
import { gameColumns, insertable } from "./columns.js";
import { build, compile, placeholders, type Statement } from "./statement.js";

export const createGame: Statement<GameValues, Game> = compile({
  name: "createGame",
  access: "write",
  query: build.insert(games).values(placeholders(insertable.game)).returning(gameColumns),
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

/**
 * The SET list of every statement that changes a game's state. The prefix keeps its placeholders apart from those
 * of a play in the same statement.
 */
export function stateChange(prefix = "") {
  const value = (name: keyof GameStateValues) => sql.placeholder(`${prefix}${name}`);
  const timestamp = (name: "startedAt" | "completedAt") =>
    sql`coalesce(${sql.param(value(name), games[name])}::timestamptz, ${games[name]})`;
  return {
    inning: sql`${value("inning")}`,
    half: sql`${value("half")}`,
    homeScore: sql`${value("homeScore")}`,
    awayScore: sql`${value("awayScore")}`,
    status: sql`coalesce(${value("status")}::text, ${games.status})`,
    winnerTeamId: sql`coalesce(${value("winnerTeamId")}::int, ${games.winnerTeamId})`,
    startedAt: timestamp("startedAt"),
    completedAt: timestamp("completedAt"),
    stateVersion: sql`${games.stateVersion} + 1`,
  };
}

export interface StateVersion {
  /** How many times the game's state has changed, this change included. */
  readonly stateVersion: number;
}

export const updateGameState: Statement<GameStateValues, StateVersion> = compile({
  name: "updateGameState",
  access: "write",
  query: build
    .update(games)
    .set(stateChange())
    .where(eq(games.id, sql.placeholder("gameId")))
    .returning({ stateVersion: games.stateVersion }),
  fields: { stateVersion: games.stateVersion },
});

/** As `updateGameState`, in a game that is at the version that the caller knows. */
export const updateExpectedGameState: Statement<
  GameStateValues & { readonly expectedVersion: number },
  StateVersion
> = compile({
  name: "updateExpectedGameState",
  access: "write",
  query: build
    .update(games)
    .set(stateChange())
    .where(
      and(
        eq(games.id, sql.placeholder("gameId")),
        eq(games.stateVersion, sql.placeholder("expectedVersion")),
      ),
    )
    .returning({ stateVersion: games.stateVersion }),
  fields: { stateVersion: games.stateVersion },
});
