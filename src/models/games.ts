import { getTableColumns, sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { checkByFunction, type Rule } from "./constraints.js";
import { feedVersion } from "./feed-version.js";
import { newGameId } from "./game-id.js";
import { changeSchema, inputSchema, uuidText, type Values } from "./input.js";
import { seasonCharacters } from "./limits.js";
import { gameStatuses, halves, type JsonObject, leagues } from "./vocabulary.js";

export const gameRanges = {
  inning: [1, 99],
  homeScore: [0, 999],
  awayScore: [0, 999],
  scheduledInnings: [1, 99],
  automaticRunnerInning: [1, 99],
} as const;

const gameLengths = { season: seasonCharacters } as const;

export const gameRules: readonly Rule<"homeTeamId" | "awayTeamId" | "winnerTeamId">[] = [
  {
    name: "games_two_teams",
    fields: ["awayTeamId", "homeTeamId"],
    message: "must be another team than homeTeamId",
    check: "away_team_id <> home_team_id",
    holds: (game) => game.awayTeamId !== game.homeTeamId,
  },
  {
    name: "games_winner_plays",
    fields: ["winnerTeamId", "homeTeamId", "awayTeamId"],
    message: "must be one of the game's two teams",
    check: "winner_team_id is null or winner_team_id in (home_team_id, away_team_id)",
    holds: (game) =>
      game.winnerTeamId === null ||
      game.winnerTeamId === game.homeTeamId ||
      game.winnerTeamId === game.awayTeamId,
  },
];

export const games = pgTable(
  "games",
  {
    id: uuid("id").primaryKey(),
    leagueId: text("league_id", { enum: leagues }).notNull(),
    homeTeamId: integer("home_team_id").notNull(),
    awayTeamId: integer("away_team_id").notNull(),
    homeTeamName: text("home_team_name"),
    awayTeamName: text("away_team_name"),
    homeTeamIsAi: boolean("home_team_is_ai").notNull().default(false),
    awayTeamIsAi: boolean("away_team_is_ai").notNull().default(false),
    status: text("status", { enum: gameStatuses }).notNull().default("pending"),
    inning: smallint("inning").notNull().default(1),
    half: text("half", { enum: halves }).notNull().default("top"),
    homeScore: smallint("home_score").notNull().default(0),
    awayScore: smallint("away_score").notNull().default(0),
    winnerTeamId: integer("winner_team_id"),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().default(sql`now()`),
    startedAt: timestamp("started_at", { withTimezone: true, precision: 3 }),
    completedAt: timestamp("completed_at", { withTimezone: true, precision: 3 }),
    stateVersion: integer("state_version").notNull().default(0),
    metadata: jsonb("metadata").$type<JsonObject>().notNull().default({}),
    scheduledInnings: smallint("scheduled_innings").notNull().default(9),
    automaticRunnerInning: smallint("automatic_runner_inning"),
    season: text("season"),
    feedVersion: feedVersion(),
  },
  (table) => [
    checkByFunction(table.id, { ranges: gameRanges, lengths: gameLengths, rules: gameRules }),
    index("games_created_idx").on(table.createdAt, table.id),
    index("games_status_created_idx").on(table.status, table.createdAt, table.id),
    index("games_home_team_idx").on(table.homeTeamId, table.createdAt, table.id),
    index("games_season_idx").on(table.season, table.id).where(sql.raw("season is not null")),
    index("games_away_team_idx").on(table.awayTeamId, table.createdAt, table.id),
  ],
);

/** A row of `games`. */
export type Game = Omit<typeof games.$inferSelect, "feedVersion">;

type GameColumns = Omit<typeof games.$inferInsert, "id" | "stateVersion" | "feedVersion">;

/** What `createGame` takes. `gameId` is the caller's; left out, a version 7 UUID is made. */
export type GameInput = GameColumns & { gameId?: string | undefined };
export type GameValues = Omit<Values<typeof games.$inferInsert>, "stateVersion" | "feedVersion">;

/** A game as a file holds it, its identity included. */
export const gameInput = inputSchema(games, {
  ranges: gameRanges,
  lengths: gameLengths,
  omit: ["stateVersion", "feedVersion"],
});
/** A game as `createGame` takes it. */
export const newGameInput = gameInput
  .omit({ id: true })
  .extend({ gameId: uuidText.prefault(() => newGameId()) });

const situationRanges = { outs: [0, 2] } as const;

/**
 * What else is known of where a game stands after a play, as `situationAfter` gives it. The plays have it; a game's row
 * has not.
 */
const situationColumns = pgTable("situations", {
  outs: smallint("outs"),
  onFirstId: bigint("on_first_id", { mode: "number" }),
  onSecondId: bigint("on_second_id", { mode: "number" }),
  onThirdId: bigint("on_third_id", { mode: "number" }),
  onFirstPitcherId: bigint("on_first_pitcher_id", { mode: "number" }),
  onSecondPitcherId: bigint("on_second_pitcher_id", { mode: "number" }),
  onThirdPitcherId: bigint("on_third_pitcher_id", { mode: "number" }),
});

/** Where a game stands after a play, as `updateGameState` takes it. */
export const gameStateInput = changeSchema(
  {
    required: {
      gameId: games.id,
      inning: games.inning,
      half: games.half,
      homeScore: games.homeScore,
      awayScore: games.awayScore,
    },
    optional: {
      status: games.status,
      winnerTeamId: games.winnerTeamId,
      startedAt: games.startedAt,
      completedAt: games.completedAt,
    },
    besides: getTableColumns(situationColumns),
  },
  { ...gameRanges, ...situationRanges },
);
