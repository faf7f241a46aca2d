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
import {
  type GameStatus,
  gameStatuses,
  type Half,
  halves,
  type League,
  leagues,
} from "../rules/vocabulary.js";
import { checkByFunction, type Rule } from "./check-constraints.js";
import {
  changeSchema,
  type InputOf,
  inputSchema,
  type RowOf,
  uuidText,
  type Values,
} from "./input-schemas.js";
import { once } from "./once.js";
import { type JsonObject, seasonCharacters } from "./storable-values.js";

/**
 * The stamp by which a follower recognizes what is new. In `games` it counts every change of the game, its plays and its lineups;
 * in `plays` and `lineups` it is the game's value as of the row's last change. Rows from before there were stamps have 0.
 */
export const feedVersion = () => integer("feed_version").notNull().default(0);

/**
 * A new version 7 UUID (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, then random bits. Games made
 * later sort later, which keeps the index of a growing table compact.
 *
 * @param now milliseconds since 1970; a time that 48 bits cannot hold, such as one before 1970, counts as the nearest that they can
 */
export function newGameId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(Buffer.alloc(16));
  bytes.writeUIntBE(Math.min(Math.max(Math.trunc(now), 0), 2 ** 48 - 1), 0, 6);
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
    nextPlace: text("next_place"),
    nextPlaceVersion: integer("next_place_version"),
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

/** Columns that only the operations use. */
const hidden = ["feedVersion", "nextPlace", "nextPlaceVersion"] as const;
type HiddenOfGame = (typeof hidden)[number];

/** A row of `games`. */
export interface Game extends RowOf<typeof games, HiddenOfGame> {
  /** Identity of the game: a UUID, made by the client that creates the game. */
  id: string;
  /** The league: pd (players are cards) or sba (players are players). It never changes. */
  leagueId: League;
  /** The team that bats in the bottom halves. */
  homeTeamId: number;
  /** The team that bats in the top halves. */
  awayTeamId: number;
  /** The home team's name, so that a reader need not ask another service; null when it is not known. */
  homeTeamName: string | null;
  /** The away team's name, so that a reader need not ask another service; null when it is not known. */
  awayTeamName: string | null;
  /** True when a computer manages the home team. */
  homeTeamIsAi: boolean;
  /** True when a computer manages the away team. */
  awayTeamIsAi: boolean;
  /** Where the game is in its life: pending, active, paused, completed or abandoned. */
  status: GameStatus;
  /** The inning that is being played, from 1 to 99. */
  inning: number;
  /** The half-inning that is being played: top (the away team bats) or bottom (the home team bats). */
  half: Half;
  /** Runs of the home team so far, from 0 to 999. */
  homeScore: number;
  /** Runs of the away team so far, from 0 to 999. */
  awayScore: number;
  /** The team that won; null until the game is decided, and for a tie. */
  winnerTeamId: number | null;
  /** When the game was created. */
  createdAt: Date;
  /** When the game started; null before. */
  startedAt: Date | null;
  /** When the game ended; null before. */
  completedAt: Date | null;
  /** How many times the state of the game has changed. It only counts up. */
  stateVersion: number;
  /** Whatever the league wants to keep with a game, as a JSON object. */
  metadata: JsonObject;
  /** How many innings the game is scheduled for, from 1 to 99: 9, or 7 in some doubleheaders. */
  scheduledInnings: number;
  /** The inning, from 1 to 99, from which each half-inning begins with a runner on second base; null when none does. */
  automaticRunnerInning: number | null;
  /** The season that the game counts for, as the league calls it, such as 2020 or 2016 postseason; at most 100 characters. */
  season: string | null;
}

/** What `createGame` takes. */
export interface GameInput
  extends InputOf<Game, Omit<typeof games.$inferInsert, "id" | "stateVersion" | HiddenOfGame>> {
  /** The game's id, a UUID. Default: a new version 7 UUID. */
  gameId?: string | undefined;
}
export type GameValues = Values<
  InputOf<Game, Omit<typeof games.$inferInsert, "stateVersion" | HiddenOfGame>>
>;

/** A game as a file contains it, with its id. */
export const gameInput = inputSchema(games, {
  ranges: gameRanges,
  lengths: gameLengths,
  omit: ["stateVersion", ...hidden],
});
/** A game as `createGame` takes it. */
export const newGameInput = once(() =>
  gameInput()
    .omit({ id: true })
    .extend({ gameId: uuidText().prefault(() => newGameId()) }),
);

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

/** The state of a game after a play, as `updateGameState` accepts it. */
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
