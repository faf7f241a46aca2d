import { randomBytes } from "node:crypto";
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
import { gameStatuses, halves, leagues } from "../rules/vocabulary.js";
import { checkByFunction, type Rule } from "./check-constraints.js";
import { changeSchema, inputSchema, uuidText, type Values } from "./input-schemas.js";
import { type JsonObject, seasonCharacters } from "./storable-values.js";

/**
 * The stamp by which a follower knows what it has seen. In `games` it counts every change of the game, its plays and its lineups;
 * in `plays` and `lineups` it is the game's value as of the row's last change. Rows from before there were stamps have 0.
 */
export const feedVersion = () => integer("feed_version").notNull().default(0);

/**
 * A new version 7 UUID (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, then random bits. Games made
 * later sort later, which keeps the index of a growing table compact.
 */
export function newGameId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

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
 * The fields of a situation, as `situationAfter` returns it, that a game's row does not have.
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
